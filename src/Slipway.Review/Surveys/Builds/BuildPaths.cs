using System.Diagnostics.CodeAnalysis;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Review.Surveys.Builds;

/// <summary>Says where in the tree the context and the Dockerfile of a declared build are.</summary>
internal static class BuildPaths
{
    private const string Usual = "Dockerfile";

    /// <summary>Puts the two paths in, or the reason why they are not in the tree.</summary>
    /// <param name="build">Knows the folder that they are relative to.</param>
    /// <param name="context">The context as it is written; null for the file's own folder.</param>
    /// <param name="dockerfile">The Dockerfile as it is written; null for the usual name.</param>
    public static DeclaredBuild Put(DeclaredBuild build, string? context, string? dockerfile)
    {
        string written = context ?? ".";
        if (IsRemote(written))
        {
            return build with { Refusal = $"its context is {Display.Text(written)}, which is not in the tree" };
        }

        if (!TryJoin(build.Base, written, out var folder))
        {
            return build with { Refusal = $"its context {Display.Text(written)} is outside of the tree" };
        }

        string named = string.IsNullOrEmpty(dockerfile) ? Usual : dockerfile;
        return TryJoin(folder.Value, named, out var file) && file.Value.IsIn(folder.Value) && file != folder
            ? build with
            {
                Context = folder,
                Dockerfile = RelativePath.Parse(
                    folder.Value.IsRoot ? file.Value.Value : file.Value.Value[(folder.Value.Value.Length + 1)..]),
            }
            : build with
            {
                Context = folder,
                Refusal = $"its Dockerfile {Display.Text(named)} is outside of its context {folder.Value}: move it "
                    + "there, or make the context the folder that holds both",
            };
    }

    /// <summary>Whether a context is fetched: a URL, or one of the forms of git's.</summary>
    // https://docs.docker.com/build/concepts/context/#remote-context
    public static bool IsRemote(string context) =>
        context.Contains("://", StringComparison.Ordinal)
        || context.StartsWith("git@", StringComparison.Ordinal)
        || context.StartsWith("github.com/", StringComparison.Ordinal);

    private static bool TryJoin(RelativePath folder, string path, [NotNullWhen(true)] out RelativePath? joined)
    {
        joined = null;
        return !path.StartsWith('/') && RelativePath.TryParse($"{folder.Value}/{path}".TrimStart('/'), out joined);
    }
}
