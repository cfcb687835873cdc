using System.Text;

namespace Slipway.Cli.Terminals;

/// <summary>Prints documents whose bytes count: exactly to a file or a pipe, and escaped to a terminal.</summary>
internal static class DocumentOutput
{
    /// <param name="terminal">Where to.</param>
    /// <param name="documents">One after the other.</param>
    public static async Task WriteAsync(
        Terminal terminal, IEnumerable<ReadOnlyMemory<byte>> documents, CancellationToken cancellationToken)
    {
        await terminal.Output.FlushAsync(cancellationToken);
        if (terminal.IsOutputShown)
        {
            foreach (var document in documents)
            {
                await terminal.Output.WriteAsync(Encoding.UTF8.GetString(document.Span).AsMemory(), cancellationToken);
            }

            return;
        }

        await using var stream = StandardStreams.OpenOutput();
        foreach (var document in documents)
        {
            await stream.WriteAsync(document, cancellationToken);
        }
    }
}
