using System.Collections.Immutable;
using System.Diagnostics;
using Slipway.Git.Programs;
using Slipway.Model.Streams;

namespace Slipway.Git.Trees;

/// <summary>What one run of git prints. Its end is only an end when git succeeded.</summary>
internal sealed class GitStream(GitProgram git, ImmutableArray<string> arguments) : ForwardStream
{
    private readonly Process _process = git.Start(arguments);
    private bool _ended;

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
