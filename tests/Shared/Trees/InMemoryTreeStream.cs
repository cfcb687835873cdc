using Slipway.Model.Trees;

namespace Slipway.Tests.Trees;

/// <summary>A file of an <see cref="InMemorySourceTree"/>, open for reading.</summary>
internal sealed class InMemoryTreeStream(byte[] content, FileStamp stamp) : TreeStream
{
    private readonly MemoryStream _content = new(content, writable: false);

    public override long Length => _content.Length;

    public override FileStamp CurrentStamp() => stamp;

    public override int Read(Span<byte> buffer) => _content.Read(buffer);
}
