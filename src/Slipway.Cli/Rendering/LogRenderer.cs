using System.Text;
using Slipway.Model.Text;

namespace Slipway.Cli.Rendering;

/// <summary>
/// Prints the log of a build as a terminal would be left showing it, without letting it do anything to one.
/// </summary>
internal static class LogRenderer
{
    // A build may print gigabytes without a line's end.
    private const int LongestLine = 64 * 1024;

    public static async Task WriteAsync(Stream log, TextWriter output, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(log, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        var line = new StringBuilder();
        char[] buffer = new char[LongestLine];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            foreach (char c in buffer.AsMemory(0, read).ToArray())
            {
                if (c == '\n' || line.Length == LongestLine)
                {
                    await output.WriteLineAsync(Display.Printed(line.ToString()).AsMemory(), cancellationToken);
                    line.Clear();
                }

                _ = c == '\n' ? line : line.Append(c);
            }
        }

        if (line.Length > 0)
        {
            await output.WriteLineAsync(Display.Printed(line.ToString()).AsMemory(), cancellationToken);
        }
    }
}
