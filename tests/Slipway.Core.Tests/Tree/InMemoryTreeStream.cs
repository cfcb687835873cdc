using Slipway.Core.Tree;

namespace Slipway.Core.Tests.Tree;

/// <summary>A file of an <see cref="InMemorySourceTree"/>, open for reading.</summary>
internal sealed class InMemoryTreeStream(byte[] content, FileStamp stamp) : TreeStream
{
    private readonly MemoryStream _content = new(content, writable: false);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _content.Length;

    public override long Position
    {
        get => _content.Position;
        set => throw new NotSupportedException();
    }

    public override FileStamp CurrentStamp() => stamp;

    public override int Read(byte[] buffer, int offset, int count) => _content.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
