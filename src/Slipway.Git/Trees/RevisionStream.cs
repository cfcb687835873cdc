using Slipway.Model.Trees;

namespace Slipway.Git.Trees;

/// <summary>A file of a revision, open for reading. It never changes.</summary>
internal sealed class RevisionStream(Stream content, FileStamp stamp) : TreeStream
{
    public override long Length => stamp.Size;

    public override FileStamp CurrentStamp() => stamp;

    public override int Read(Span<byte> buffer) => content.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        content.ReadAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
