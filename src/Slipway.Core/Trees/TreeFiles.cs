using System.Buffers;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Trees;

/// <summary>The tree, with its errors collected instead of thrown.</summary>
public sealed class TreeFiles(ISourceTree tree, DiagnosticBag problems)
{
    private const int ChunkSize = 16 * 1024;

    /// <summary>The same tree for another part of what is read, whose errors are collected apart.</summary>
    public TreeFiles ReportingTo(DiagnosticBag other) => new(tree, other);

    public bool Exists(RelativePath path) => Find(path) is not null;

    public TreeEntry? Find(RelativePath path) => Try(() => tree.Find(path));

    /// <summary>Whether there is a folder, or a link that may lead to one.</summary>
    public bool IsFolder(RelativePath path) =>
        path.IsRoot || Find(path) is { Kind: EntryKind.Folder or EntryKind.Link };

    public IReadOnlyList<TreeEntry> List(RelativePath folder)
    {
        var entries = Try(() => tree.List(folder)) ?? [];
        problems.AddRange(entries.Select(entry => entry.Problem).OfType<Diagnostic>());
        return [.. entries.Where(entry => entry.Problem is null)];
    }

    /// <summary>
    /// At most one byte more than <paramref name="limit"/>, so that the caller sees that there is more.
    /// </summary>
    /// <returns>Null when it cannot be read; that is reported.</returns>
    public ReadOnlyMemory<byte>? Read(RelativePath file, int limit)
    {
        byte[]? content = Try(() =>
        {
            using var stream = tree.OpenRead(file);
            var buffer = new MemoryStream();
            byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
            try
            {
                while (buffer.Length <= limit && stream.Read(chunk, 0, chunk.Length) is > 0 and var read)
                {
                    buffer.Write(chunk, 0, (int)Math.Min(read, limit + 1 - buffer.Length));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(chunk);
            }

            return buffer.ToArray();
        });

        // A null array would become an empty memory.
        return content is null ? default(ReadOnlyMemory<byte>?) : content;
    }

    private T? Try<T>(Func<T?> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (SlipwayException e)
        {
            problems.AddRange(e.Diagnostics);
            return null;
        }
    }
}
