using Microsoft.Win32.SafeHandles;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Tree.Folders;

/// <summary>Reads an open file from its start to its end, and tells failures as problems of the tree.</summary>
internal sealed class TreeFileStream(RelativePath path, SafeFileHandle handle, Func<FileStamp> stamp) : TreeStream
{
    private long _position;

    public override long Length => RandomAccess.GetLength(handle);

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("A file of the tree is read once, in order.");
    }

    public override FileStamp CurrentStamp() => stamp();

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int read = RandomAccess.Read(handle, buffer, _position);
            _position += read;
            return read;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw TreeProblems.Unreadable(path, problem.Message, problem);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int read = await RandomAccess.ReadAsync(handle, buffer, _position, cancellationToken);
            _position += read;
            return read;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw TreeProblems.Unreadable(path, problem.Message, problem);
        }
    }

    protected override void Dispose(bool disposing)
    {
        handle.Dispose();
        base.Dispose(disposing);
    }
}
