using System.Collections.Immutable;
using Slipway.Files.Scratch;
using Slipway.Git.Programs;
using Slipway.Model.Diagnostics;

namespace Slipway.Git;

/// <summary>
/// What is committed, as a stranger would clone it: in another folder, reached through a link, without hooks, without
/// submodules and without git-lfs. Removed when disposed.
/// </summary>
public sealed class TemporaryClone : IDisposable
{
    private readonly ScratchFolder _folder;

    private TemporaryClone(ScratchFolder folder, string root)
    {
        _folder = folder;
        Root = root;
    }

    /// <summary>The folder of the tree in the clone.</summary>
    public string Root { get; }

    /// <param name="tree">The root of the source tree, which may lie below the top of its checkout.</param>
    /// <param name="settings">What to clone with.</param>
    /// <param name="cancellationToken">Stops git, and leaves nothing.</param>
    /// <exception cref="SlipwayException">The tree is in no checkout, nothing was committed, or git failed.</exception>
    public static async Task<TemporaryClone> MakeAsync(
        string tree, CloneSettings settings, CancellationToken cancellationToken)
    {
        using var repository = await GitRepository.RequireAsync(tree, cancellationToken);
        var head = await repository.ResolveAsync("HEAD", cancellationToken);
        string[] places = (await new GitProgram(tree).RequireTextAsync(
            ["rev-parse", "--show-toplevel", "--show-prefix"], cancellationToken)).Split('\n');

        var folder = ScratchFolder.Create(ScratchPurpose.Clone);
        try
        {
            string checkout = Path.Join(folder.Path, "another", "folder");
            string link = Path.Join(folder.Path, "link");
            var git = new GitProgram(folder.Path, settings.Umask);
            await git.RequireTextAsync(
                [
                    "clone", "--quiet", "--shared", "--no-checkout", "--template=", .. Configuration(settings), "--",
                    places[0], checkout,
                ],
                cancellationToken);
            await new GitProgram(checkout, settings.Umask).RequireTextAsync(
                ["checkout", "--quiet", "--detach", head.Id], cancellationToken);
            Directory.CreateSymbolicLink(link, checkout);
            return new TemporaryClone(folder, Path.Join(link, places[1]));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();

    // https://git-scm.com/docs/git-config
    private static ImmutableArray<string> Configuration(CloneSettings settings) =>
    [
        "-c", $"core.autocrlf={(settings.ConvertsLineEnds ? "true" : "false")}",
        "-c", $"core.eol={(settings.ConvertsLineEnds ? "crlf" : "lf")}",
        "-c", $"core.symlinks={(settings.KnowsLinksAndModes ? "true" : "false")}",
        "-c", $"core.fileMode={(settings.KnowsLinksAndModes ? "true" : "false")}",
        "-c", "core.safecrlf=false",
        "-c", "core.hooksPath=/dev/null",
        "-c", "filter.lfs.smudge=cat", "-c", "filter.lfs.process=", "-c", "filter.lfs.required=false",
    ];
}

/// <summary>What a clone is made with; as on most machines unless it says otherwise.</summary>
public sealed record CloneSettings
{
    /// <summary>In octal digits.</summary>
    public string Umask { get; init; } = "022";

    /// <summary>
    /// Whether text files get CR LF (<c>core.autocrlf</c>, <c>core.eol</c>), as git for Windows suggests.
    /// </summary>
    public bool ConvertsLineEnds { get; init; }

    /// <summary>
    /// Whether git makes links and looks at executable bits (<c>core.symlinks</c>, <c>core.fileMode</c>).
    /// </summary>
    public bool KnowsLinksAndModes { get; init; } = true;
}
