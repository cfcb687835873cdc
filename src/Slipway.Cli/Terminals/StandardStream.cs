using Slipway.Model.Streams;

namespace Slipway.Cli.Terminals;

/// <summary>Standard output or standard error, with a rule for what happens when it cannot be written.</summary>
/// <remarks>
/// A pipe whose reader has gone is no failure: who runs <c>slipway list | head -1</c> has what was wanted. .NET ignores
/// SIGPIPE, and its console streams drop what is written after EPIPE
/// (https://github.com/dotnet/runtime/blob/v10.0.0/src/libraries/System.Console/src/System/ConsolePal.Unix.cs), so that
/// the command ends without a message and with the exit code of its work. Ending by the signal instead, as simpler
/// tools do, could stop <c>slipway build | head</c> amid the build.
/// </remarks>
internal sealed class StandardStream : SinkStream
{
    private readonly Stream _inner;
    private readonly Action<Exception> _fail;

    /// <param name="inner">Where to.</param>
    /// <param name="fail">Called with what the system says about a failed write;
    /// the write is dropped when it returns.</param>
    public StandardStream(Stream inner, Action<Exception> fail)
    {
        _inner = inner;
        _fail = fail;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _inner.Write(buffer);
        }
        catch (Exception problem) when (IsFailure(problem))
        {
            _fail(problem);
        }
    }

    public override void Flush()
    {
        try
        {
            _inner.Flush();
        }
        catch (Exception problem) when (IsFailure(problem))
        {
            _fail(problem);
        }
    }

    // .NET makes an UnauthorizedAccessException of EBADF, which is what a closed stream gives (slipway list >&-).
    private static bool IsFailure(Exception problem) => problem is IOException or UnauthorizedAccessException;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
