using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Files.Paths;

/// <summary>The path of a root with the links in it followed, so that it is the same however it was reached.</summary>
public static class RealPath
{
    /// <exception cref="SlipwayException">There is no such folder.</exception>
    public static string Of(string root)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        string real = Path.GetPathRoot(full)!;
        foreach (string component in full[real.Length..].Split(Path.DirectorySeparatorChar))
        {
            var folder = new DirectoryInfo(Path.Join(real, component));
            try
            {
                // The final target may again lie behind links; its own folder is resolved before it is joined.
                real = folder.ResolveLinkTarget(returnFinalTarget: true) is { } target
                    ? Of(target.FullName)
                    : folder.FullName;
            }
            catch (IOException problem)
            {
                throw TreeProblems.Unreadable(RelativePath.Root, problem.Message, problem);
            }
        }

        return Directory.Exists(real)
            ? real
            : throw TreeProblems.Unreadable(RelativePath.Root, $"there is no folder {full}");
    }
}
