using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Terminals;

/// <summary>The one door to standard output and standard error.</summary>
internal static class StandardStreams
{
    /// <summary>Standard output for bytes.</summary>
    /// <remarks>A write that fails, on a full disk say, is a <see cref="SlipwayException"/>.</remarks>
    public static Stream OpenOutput() => new StandardStream(Console.OpenStandardOutput(), problem =>
        throw new SlipwayException(
            new Diagnostic(
                RequestCodes.CannotWrite,
                "Standard output cannot be written: "
                + $"{(problem is UnauthorizedAccessException ? "it is closed" : problem.Message)}",
                "Leave it open, and check that the disk that it is redirected to has room."),
            problem));

    /// <summary>Standard output for text, each piece written at once: other processes may write to it too.</summary>
    public static TextWriter OutputText() => Text(OpenOutput());

    /// <summary>
    /// Standard error for text. What cannot be written there is lost: there is no other place to say so.
    /// </summary>
    public static TextWriter ErrorText() => Text(new StandardStream(Console.OpenStandardError(), _ => { }));

    private static StreamWriter Text(Stream stream) => new(stream, Console.OutputEncoding) { AutoFlush = true };
}
