using System.Collections.Immutable;
using Slipway.Git.Programs;

namespace Slipway.Git;

/// <summary>
/// Fetches named branches of a repository, and nothing else: a commit that a server would also hand out, because forks
/// share its objects, is only there when one of these branches has it.
/// </summary>
public static class BranchFetch
{
    /// <param name="folder">A folder of its own, which is kept from one fetch to the next, and in which nobody else is
    /// at work.</param>
    /// <param name="address">The repository, by https or http.</param>
    /// <param name="branches">Names of branches; <c>*</c> may stand at the end of one.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <returns>What git complained about; null when all went well.</returns>
    public static async Task<string?> RunAsync(
        string folder, string address, IEnumerable<string> branches, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        RemoveLocks(folder);
        var git = new GitProgram(folder);
        var begun = await git.RunAsync(["init", "--quiet", "--template=", "."], cancellationToken);
        if (begun.ExitCode != 0)
        {
            return begun.Errors.Trim();
        }

        ImmutableArray<string> refs =
        [
            .. branches.Order(StringComparer.Ordinal).Select(name => $"+refs/heads/{name}:refs/remotes/origin/{name}"),
        ];
        var fetched = await git.RunAsync(
            [
                // Neither a helper of the machine nor another protocol, wherever the server redirects to.
                "-c", "protocol.allow=never", "-c", "protocol.http.allow=always", "-c", "protocol.https.allow=always",
                "-c", "core.hooksPath=/dev/null", "-c", "fetch.fsckObjects=true",
                // What it cleans up it cleans up now, and leaves no program behind that does it.
                "-c", "gc.autoDetach=false", "-c", "maintenance.autoDetach=false",
                "fetch", "--quiet", "--no-tags", "--prune", "--no-write-fetch-head", "--no-recurse-submodules",
                "--", address, .. refs,
            ],
            cancellationToken);
        return fetched.ExitCode == 0 ? null : fetched.Errors.Trim();
    }

    // Who fetched before may have been killed, and git's locks stay then: nothing could be fetched any more.
    private static void RemoveLocks(string folder)
    {
        foreach (string left in Directory.EnumerateFiles(folder, "*.lock", SearchOption.AllDirectories))
        {
            File.Delete(left);
        }
    }
}
