using System.Collections.Immutable;
using System.Diagnostics;

namespace Slipway.Git.Trees;

/// <summary>What one run of git prints. Its end is only an end when git succeeded.</summary>
internal sealed class GitStream(GitProgram git, ImmutableArray<string> arguments) : Stream
{
    private readonly Process _process = git.Start(arguments);
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _process.StandardOutput.BaseStream.Read(buffer);
        if (read == 0 && buffer.Length > 0 && !_ended)
        {
            _ended = true;
            _process.WaitForExit();
            if (_process.ExitCode != 0)
            {
                throw GitProblems.Failed(string.Join(' ', arguments), $"it ended with exit code {_process.ExitCode}");
            }
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }

        base.Dispose(disposing);
    }
}
