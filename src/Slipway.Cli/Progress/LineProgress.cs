using Slipway.Cli.Terminals;

namespace Slipway.Cli.Progress;

/// <summary>A line on standard error for each thing that was done, as it is done.</summary>
internal sealed class LineProgress<T>(Terminal terminal, Func<T, string> line) : IProgress<T>
{
    private readonly Lock _lock = new();

    public void Report(T value)
    {
        lock (_lock)
        {
            terminal.ErrorLine(line(value));
        }
    }
}
