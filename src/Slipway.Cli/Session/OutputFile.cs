using Slipway.Cli.CommandLine;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.Session;

/// <summary>Writes a file whole or not at all.</summary>
internal static class OutputFile
{
    public static async Task WriteAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await write(stream, cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    CliCodes.CannotWrite,
                    $"{path} cannot be written: {problem.Message}",
                    "Check that its folder exists, may be written to and has room."),
                problem);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
