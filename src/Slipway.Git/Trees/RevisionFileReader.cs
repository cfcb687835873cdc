using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Slipway.Git.Programs;
using Slipway.Git.Revisions;
using Slipway.Model.Values;

namespace Slipway.Git.Trees;

/// <summary>Finds out what a checkout would write for the files in which a revision differs.</summary>
/// <param name="git">Runs git in the root.</param>
/// <param name="blobs">Reads blobs.</param>
/// <param name="prefix">The root below the top of the checkout, with a slash at its end; empty for the top.</param>
internal sealed class RevisionFileReader(GitProgram git, BlobReader blobs, string prefix)
{
    /// <param name="changes">The tracked files in which it differs.</param>
    /// <param name="hidden">Paths of the working tree that it does not have.</param>
    public async Task<RevisionFiles> ReadAsync(
        ImmutableArray<GitChange> changes, FrozenSet<RelativePath> hidden, CancellationToken cancellationToken)
    {
        var regular = changes.Where(change => IsRegular(change.Mode)).ToList();
        var sizes = await SizesAsync(regular.Where(change => !change.IsFar), cancellationToken);
        var converted = await new ConvertedPaths(git).AmongAsync(
            [.. regular.Select(change => change.RawPath)], cancellationToken);
        var files = hidden.ToDictionary(path => path, RevisionFile? (_) => null);
        var badNames = new Dictionary<RelativePath, ReadOnlyMemory<byte>>();
        foreach (var change in changes)
        {
            if (change.Path is { } path)
            {
                files[path] = FileOf(change, path, sizes, converted);
            }
            else if (change.Mode != GitMode.Absent)
            {
                AddBadName(change.RawPath, badNames);
            }
        }

        return new RevisionFiles(files.ToFrozenDictionary(), badNames.ToFrozenDictionary());
    }

    private RevisionFile? FileOf(
        GitChange change, RelativePath path, Dictionary<string, long> sizes, HashSet<RelativePath> converted) =>
        change.Mode switch
        {
            GitMode.Absent => null,
            GitMode.Link => new RevisionFile.Link(Encoding.UTF8.GetString(blobs.Read(change.Object))),
            GitMode.Submodule => new RevisionFile.Submodule(change.Object),
            _ => new RevisionFile.Regular(
                new BlobContent(
                    git,
                    blobs,
                    change.Object,
                    sizes.TryGetValue(change.Object, out long size) ? size : null,
                    converted.Contains(path) ? prefix + path.Value : null),
                change.Mode == GitMode.Executable),
        };

    private static bool IsRegular(int mode) => mode is not (GitMode.Absent or GitMode.Link or GitMode.Submodule);

    private async Task<Dictionary<string, long>> SizesAsync(
        IEnumerable<GitChange> files, CancellationToken cancellationToken)
    {
        var input = new ArrayBufferWriter<byte>();
        foreach (string blob in files.Select(change => change.Object).Distinct())
        {
            Encoding.ASCII.GetBytes(blob + "\n", input);
        }

        if (input.WrittenCount == 0)
        {
            return [];
        }

        var output = await git.RequireAsync(
            ["cat-file", "--batch-check=%(objectname) %(objectsize)"], input.WrittenMemory, cancellationToken);
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (
            string line in Encoding.ASCII.GetString(output.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // "<id> missing" where a partial or damaged repository does not have it.
            sizes[line[..line.IndexOf(' ')]] = long.TryParse(line[(line.IndexOf(' ') + 1)..], out long size)
                ? size
                : throw GitProblems.Failed("cat-file", $"the object {line}");
        }

        return sizes;
    }

    private static void AddBadName(
        ReadOnlyMemory<byte> rawPath, Dictionary<RelativePath, ReadOnlyMemory<byte>> badNames)
    {
        // The first component that is not UTF-8, in the folder above it.
        var folder = RelativePath.Root;
        var rest = rawPath;
        while (true)
        {
            int slash = rest.Span.IndexOf((byte)'/');
            var name = slash < 0 ? rest : rest[..slash];
            if (GitOutput.Path(name.Span) is not { } component)
            {
                badNames[folder] = name;
                return;
            }

            if (slash < 0)
            {
                return;
            }

            folder = folder.Join(component);
            rest = rest[(slash + 1)..];
        }
    }
}
