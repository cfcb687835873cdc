using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Tar.Reading;

namespace Slipway.Application.TaskBuilds.Contexts;

/// <summary>One pass over the tar of a context that looks at every entry and finds the Dockerfile.</summary>
/// <remarks>
/// Engines unpack contexts with care, but as root: so nothing gets to them that no context has, such as a device, a
/// path that leads outside, or a file behind a link. Symbolic links themselves may lead anywhere, as in a tree: the
/// engine follows them within the context only.
/// </remarks>
internal sealed class ContextScan(ContextReader reader, string dockerfile, ContextLimits limits)
{
    private readonly TarEntries _entries = new(ContextFaults.Instance, limits.Entries, limits.Size);
    private readonly byte[] _block = new byte[TarHeader.BlockSize];

    /// <summary>Where the Dockerfile's header begins, in bytes of the tar.</summary>
    public long HeaderOffset { get; private set; }

    /// <summary>The block of the Dockerfile's header.</summary>
    public byte[] Header { get; private set; } = [];

    public byte[] Dockerfile { get; private set; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            long offset = reader.Position;
            await reader.ReadExactlyAsync(_block, cancellationToken);
            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                break;
            }

            var header = TarHeader.Parse(_block, ContextFaults.Instance);
            if (_entries.IsExtension(header))
            {
                _entries.Extend(header, await ContentAsync(header.Size, cancellationToken));
                continue;
            }

            var entry = _entries.Next(header);
            if (entry.Name != dockerfile)
            {
                await reader.SkipAsync(entry.Size + TarHeader.Padding(entry.Size), cancellationToken);
                continue;
            }

            if (entry.Kind != TarEntryKind.File || entry.Size > DockerfileReader.MaximumSize || entry.IsResized)
            {
                throw ContextErrors.Refused("its Dockerfile is no plain file or is too large");
            }

            (HeaderOffset, Header) = (offset, [.. _block]);
            Dockerfile = await ContentAsync(entry.Size, cancellationToken);
        }

        _entries.End();
        await EndAsync(cancellationToken);
        if (Header.Length == 0)
        {
            throw ContextErrors.Refused($"there is no {Display.Text(dockerfile)} in it");
        }
    }

    private async ValueTask<byte[]> ContentAsync(long size, CancellationToken cancellationToken)
    {
        byte[] content = new byte[size];
        await reader.ReadExactlyAsync(content, cancellationToken);
        await reader.SkipAsync(TarHeader.Padding(size), cancellationToken);
        return content;
    }

    /// <summary>Wants the second block of zeros, and nothing but zeros after it.</summary>
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        await reader.ReadExactlyAsync(_block, cancellationToken);
        for (
            ReadOnlyMemory<byte> rest = _block;
            !rest.IsEmpty;
            rest = await reader.ReadAsync(long.MaxValue, cancellationToken))
        {
            if (rest.Span.ContainsAnyExcept((byte)0))
            {
                throw ContextErrors.Refused("something follows its end");
            }
        }
    }
}

/// <summary>What is wrong with the archive of a context: whatever it is, the context is refused.</summary>
internal sealed class ContextFaults : TarFaults
{
    public static readonly ContextFaults Instance = new();

    private ContextFaults()
    {
    }

    public override SlipwayException Damaged(string what) => ContextErrors.Refused(what);

    public override SlipwayException Refused(string what) => ContextErrors.Refused(what);

    public override SlipwayException TooLarge(string what, long limit) => ContextErrors.TooLarge(what, limit);

    public override string Quoted(string name) => $"'{Display.Text(name)}'";
}
