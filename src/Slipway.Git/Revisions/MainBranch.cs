using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Slipway.Git.Programs;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Git.Revisions;

/// <summary>
/// The tip of a main branch, which is not for the work at hand to change. All paths are from the top of the checkout.
/// </summary>
public sealed class MainBranch
{
    private readonly GitProgram _git;

    internal MainBranch(GitProgram git, string name)
    {
        _git = git;
        Name = name;
    }

    /// <summary>Its full name, such as <c>refs/remotes/origin/main</c>.</summary>
    public string Name { get; }

    /// <summary>What it has of some paths.</summary>
    public async Task<FrozenDictionary<RelativePath, MainEntry>> EntriesAsync(
        IEnumerable<RelativePath> paths, CancellationToken cancellationToken)
    {
        var asked = paths.ToHashSet();
        return (await ListAsync([], asked.Select(path => path.Value), cancellationToken))
            .Where(entry => asked.Contains(entry.Path))
            .ToFrozenDictionary(entry => entry.Path);
    }

    /// <summary>The paths of all its files that end in a path. The whole tree is read for that.</summary>
    public async Task<ImmutableArray<RelativePath>> PathsEndingInAsync(
        RelativePath end, CancellationToken cancellationToken) =>
    [
        .. (await ListAsync(["-r"], [], cancellationToken))
            .Select(entry => entry.Path)
            .Where(path => path == end || path.Value.EndsWith($"/{end}", StringComparison.Ordinal)),
    ];

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="SlipwayException">It is no file, or it cannot be read.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAsync(MainEntry entry, CancellationToken cancellationToken) =>
        _git.RequireAsync(["cat-file", "blob", entry.Id], ReadOnlyMemory<byte>.Empty, cancellationToken);

    // https://git-scm.com/docs/git-ls-tree#_output_format: "<mode> <type> <id>\t<path>\0".
    private async Task<IEnumerable<MainEntry>> ListAsync(
        ImmutableArray<string> options, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var output = await _git.RequireAsync(
            ["ls-tree", "-z", "--full-tree", .. options, Name, "--", .. paths],
            ReadOnlyMemory<byte>.Empty,
            cancellationToken);
        return GitOutput.Fields(output).Select(Read).OfType<MainEntry>();
    }

    private static MainEntry? Read(ReadOnlyMemory<byte> field)
    {
        int tab = field.Span.IndexOf((byte)'\t');
        // A name that is not UTF-8 cannot be asked for.
        return GitOutput.Path(field.Span[(tab + 1)..]) is { } path
            && Encoding.ASCII.GetString(field.Span[..tab]).Split(' ') is [var mode, _, var id]
            ? new MainEntry(path, Convert.ToInt32(mode, fromBase: 8), id)
            : null;
    }
}
