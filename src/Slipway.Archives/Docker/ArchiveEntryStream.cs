using Slipway.Model.Streams;

namespace Slipway.Archives.Docker;

/// <summary>The content of an archive's entry as a stream, for decoders.</summary>
/// <param name="reader">Stands at the entry.</param>
public sealed class ArchiveEntryStream(ArchiveReader reader) : ForwardStream
{
    private ReadOnlyMemory<byte> _chunk;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_chunk.IsEmpty)
        {
            _chunk = await reader.ReadAsync(cancellationToken);
        }

        int count = Math.Min(buffer.Length, _chunk.Length);
        _chunk[..count].CopyTo(buffer);
        _chunk = _chunk[count..];
        return count;
    }
}
