using System.Text;
using Slipway.Files.Paths;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Git.Programs;

/// <summary>Where a folder stands in a checkout.</summary>
/// <param name="Folder">The folder, an absolute path without links.</param>
/// <param name="Prefix">The folder, from the top of the checkout, with a slash behind it; empty for the top.</param>
/// <param name="Directory">The git directory, an absolute path.</param>
internal sealed record GitPlace(string Folder, string Prefix, string Directory)
{
    private const string GitName = ".git";

    /// <param name="git">Runs git in the folder.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <exception cref="SlipwayException">It is in no checkout, or git does not say.</exception>
    public static async Task<GitPlace> ReadAsync(GitProgram git, string folder, CancellationToken cancellationToken)
    {
        var answer = await git.RunAsync(
            ["rev-parse", "--is-inside-work-tree", "--absolute-git-dir", "--show-prefix"], cancellationToken);
        if (answer.ExitCode != 0)
        {
            throw answer.Errors.Contains("dubious ownership", StringComparison.Ordinal)
                ? GitProblems.OwnerRefused(folder)
            : answer.Errors.Contains("not a git repository", StringComparison.Ordinal)
                ? GitProblems.NotACheckout(folder)
            : GitProblems.Failed("rev-parse", answer.Errors);
        }

        // Files that make a folder a git directory can be committed like any others, and its branches would be those of
        // whoever did that; so a checkout is only what has its git directory elsewhere.
        string real = RealPath.Of(folder);
        string[] lines = Encoding.UTF8.GetString(answer.Output.Span).Split('\n');
        // The name of a folder may have line ends in it.
        var (directory, prefix) = lines is [_, var first, var second, ""]
            ? (first, second)
            : (
                await ReadPathAsync(git, "--absolute-git-dir", cancellationToken),
                await ReadPathAsync(git, "--show-prefix", cancellationToken));
        if (IsIn(real, directory))
        {
            throw GitProblems.InGitDirectory(folder, directory);
        }

        return lines[0] == "true"
            ? new GitPlace(real, prefix, directory)
            : throw GitProblems.NotACheckout(folder);
    }

    /// <summary>The checkout that this one is a submodule of, or was when it was cloned.</summary>
    /// <returns>Null when it is none; a clone that only lies in another checkout is none.</returns>
    /// <exception cref="SlipwayException">Git refuses that checkout for its owner, or failed.</exception>
    public async Task<Superproject?> FindSuperprojectAsync(GitProgram git, CancellationToken cancellationToken)
    {
        // A checkout has a git directory, or a file in its place, and so has the one around it.
        if (Upwards(Folder).Count(folder => Path.Exists(Path.Join(folder, GitName))) < 2)
        {
            return null;
        }

        string top = await ReadPathAsync(git, "--show-toplevel", cancellationToken);
        bool isTracked = await ReadPathAsync(git, "--show-superproject-working-tree", cancellationToken) is not "";
        // What is cloned for a submodule has a file in the place of a git directory.
        if ((!isTracked && System.IO.Directory.Exists(Path.Join(top, GitName)))
            || Path.GetDirectoryName(top) is not { } around)
        {
            return null;
        }

        var outer = new GitProgram(around);
        GitPlace place;
        try
        {
            place = await ReadAsync(outer, around, cancellationToken);
        }
        catch (SlipwayException problem) when (problem.Diagnostics[0].Code == GitCodes.NotACheckout)
        {
            return null;
        }

        // It is kept here also when the index does not have the submodule any more
        // (https://git-scm.com/docs/gitsubmodules).
        return isTracked || IsIn(Directory, Path.Join(place.Directory, "modules"))
            ? new Superproject(
                await ReadPathAsync(outer, "--show-toplevel", cancellationToken),
                RelativePath.Parse(place.Prefix).Child(Path.GetFileName(top)))
            : null;
    }

    private static IEnumerable<string> Upwards(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }

    private static bool IsIn(string path, string folder) =>
        path == folder || path.StartsWith($"{folder}/", StringComparison.Ordinal);

    private static async Task<string> ReadPathAsync(
        GitProgram git, string which, CancellationToken cancellationToken) =>
        (await git.RequireTextAsync(["rev-parse", which], cancellationToken)) is [.. var path, '\n']
            ? path
            : string.Empty;
}
