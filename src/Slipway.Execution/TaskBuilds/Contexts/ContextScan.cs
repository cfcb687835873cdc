using System.Text;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles;

namespace Slipway.Execution.TaskBuilds.Contexts;

/// <summary>One pass over the tar of a context that looks at every entry and finds the Dockerfile.</summary>
/// <remarks>
/// Engines unpack contexts with care, but as root: so nothing gets to them that no context has, such as a device, a path
/// that leads outside, or a file behind a link. Links themselves may lead anywhere, as in a tree: the engine follows them
/// within the context only.
/// </remarks>
internal sealed class ContextScan(ContextReader reader, ContextLimits limits)
{
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);

    /// <summary>Where the Dockerfile's header begins, in bytes of the tar.</summary>
    public long HeaderOffset { get; private set; }

    /// <summary>The block of the Dockerfile's header.</summary>
    public byte[] Header { get; private set; } = [];

    public byte[] Dockerfile { get; private set; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int entries = 0;
        bool isFound = false;
        while (await NextAsync(cancellationToken) is { } entry)
        {
            if (++entries > limits.Entries)
            {
                throw ContextErrors.Refused($"it has more than {limits.Entries} entries");
            }

            Check(entry);
            if (entry.Name == BuildContext.DockerfilePath)
            {
                if (isFound || entry.Type is not ('0' or '\0') || entry.Size > DockerfileReader.MaximumSize || entry.IsResized)
                {
                    throw ContextErrors.Refused("its Dockerfile is there twice, is no plain file or is too large");
                }

                isFound = true;
                (HeaderOffset, Header) = (entry.Offset, entry.Block);
                Dockerfile = await reader.ReadExactlyAsync((int)entry.Size, cancellationToken);
            }
            else
            {
                await reader.CopyAsync(entry.Size, null, cancellationToken);
            }

            await reader.CopyAsync(ContextHeader.Padding(entry.Size), null, cancellationToken);
        }

        if (!isFound)
        {
            throw ContextErrors.Refused("there is no Dockerfile in it");
        }
    }

    private void Check(Entry entry)
    {
        switch (entry.Type)
        {
            case '0' or '\0' or '7' or '5':
                break;
            case '1':
                ContextHeader.SafeName(entry.LinkName);
                break;
            case '2' when entry.Name.Length > 0:
                _links.Add(entry.Name);
                break;
            default:
                throw ContextErrors.Refused($"{ContextErrors.Name(entry.Name)} is neither a file, a folder nor a link");
        }

        if (entry.Type != '2' && _links.Contains(entry.Name))
        {
            throw ContextErrors.Refused($"{ContextErrors.Name(entry.Name)} is a link and something else");
        }

        for (int slash = entry.Name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = entry.Name.IndexOf('/', slash + 1))
        {
            if (_links.Contains(entry.Name[..slash]))
            {
                throw ContextErrors.Refused($"{ContextErrors.Name(entry.Name)} is behind a link");
            }
        }
    }

    /// <summary>The next entry, which the reader stands in; null when the end was read.</summary>
    private async ValueTask<Entry?> NextAsync(CancellationToken cancellationToken)
    {
        string? name = null;
        string? link = null;
        long? size = null;
        while (true)
        {
            long offset = reader.Position;
            byte[] block = await reader.ReadExactlyAsync(ContextHeader.BlockSize, cancellationToken);
            if (!block.AsSpan().ContainsAnyExcept((byte)0))
            {
                await EndAsync(cancellationToken);
                return null;
            }

            var header = ContextHeader.Parse(block);
            switch (header.Type)
            {
                case 'x':
                    var records = PaxHeader.Parse(await ExtendedAsync(header, cancellationToken));
                    (name, link, size) = (records.Path ?? name, records.LinkPath ?? link, records.Size ?? size);
                    break;
                case 'g':
                    await ExtendedAsync(header, cancellationToken);
                    break;
                case 'L':
                    name = Text(await ExtendedAsync(header, cancellationToken));
                    break;
                case 'K':
                    link = Text(await ExtendedAsync(header, cancellationToken));
                    break;
                default:
                    return new Entry(
                        ContextHeader.SafeName(name ?? header.Name),
                        link ?? header.LinkName,
                        // Only files have content, whatever a header says.
                        header.Type is '0' or '\0' or '7' ? size ?? header.Size : 0,
                        header.Type,
                        offset,
                        block,
                        size is not null);
            }
        }
    }

    private async ValueTask<byte[]> ExtendedAsync(ContextHeader header, CancellationToken cancellationToken)
    {
        if (header.Size > ContextLimits.ExtendedHeader)
        {
            throw ContextErrors.TooLarge("an extended header", ContextLimits.ExtendedHeader);
        }

        byte[] content = await reader.ReadExactlyAsync((int)header.Size, cancellationToken);
        await reader.CopyAsync(ContextHeader.Padding(header.Size), null, cancellationToken);
        return content;
    }

    /// <summary>Wants nothing but zeros up to the end.</summary>
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        await reader.CopyAsync(ContextHeader.BlockSize, static (chunk, _) => OnlyZeros(chunk), cancellationToken);
        while (await reader.ReadAsync(long.MaxValue, cancellationToken) is { IsEmpty: false } rest)
        {
            await OnlyZeros(rest);
        }

        static ValueTask OnlyZeros(ReadOnlyMemory<byte> chunk) =>
            chunk.Span.ContainsAnyExcept((byte)0)
                ? throw ContextErrors.Refused("something follows its end")
                : ValueTask.CompletedTask;
    }

    private static string Text(ReadOnlySpan<byte> content) => Encoding.UTF8.GetString(content.TrimEnd((byte)0));

    /// <param name="Name">Normalised; empty for the top.</param>
    /// <param name="LinkName">Where a link leads, as written.</param>
    /// <param name="Size">Bytes of content.</param>
    /// <param name="Type">tar's letter.</param>
    /// <param name="Offset">Where its header begins.</param>
    /// <param name="Block">Its header.</param>
    /// <param name="IsResized">Whether its size stands elsewhere than in the header.</param>
    private sealed record Entry(
        string Name, string LinkName, long Size, char Type, long Offset, byte[] Block, bool IsResized);
}
