using System.Text;
using Slipway.Core.Diagnostics;
using Slipway.Core.Values;

namespace Slipway.Execution;

/// <summary>The log of one build: every line goes to its file and to whoever watches.</summary>
internal sealed class BuildLog(Stream file, ImageName image, Action<BuildEvent> report) : IAsyncDisposable
{
    // Flushed line by line: the log of a process that was killed is the one that is needed most.
    private readonly StreamWriter _writer = new(file, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    private readonly Lock _lock = new();

    public void WriteLine(string line)
    {
        lock (_lock)
        {
            _writer.WriteLine(line);
        }

        report(new BuildEvent.LogLine(image, line));
    }

    public void WriteDiagnostics(IEnumerable<Diagnostic> diagnostics)
    {
        lock (_lock)
        {
            foreach (var diagnostic in diagnostics)
            {
                _writer.WriteLine($"{diagnostic.Code}: {diagnostic.Message}");
            }
        }
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
