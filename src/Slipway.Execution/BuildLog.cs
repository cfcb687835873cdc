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

    /// <exception cref="SlipwayException">The file cannot take it: most often the disk is full.</exception>
    public void WriteLine(string line)
    {
        report(new BuildEvent.LogLine(image, line));
        try
        {
            lock (_lock)
            {
                _writer.WriteLine(line);
            }
        }
        catch (IOException problem)
        {
            throw new SlipwayException(
                new Diagnostic(
                    BuildCodes.LogNotWritten,
                    $"The log of {image} cannot be written: {problem.Message}",
                    "Make room on the disk of the store; `slipway gc` removes what is no longer needed."),
                problem);
        }
    }

    /// <summary>Writes why the build failed, if the file still takes anything.</summary>
    public void TryWriteDiagnostics(IEnumerable<Diagnostic> diagnostics)
    {
        try
        {
            lock (_lock)
            {
                foreach (var diagnostic in diagnostics)
                {
                    _writer.WriteLine($"{diagnostic.Code}: {diagnostic.Message}");
                }
            }
        }
        catch (IOException)
        {
            // The person gets these diagnostics anyway.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _writer.DisposeAsync();
        }
        catch (IOException)
        {
            // What could not be written was reported when it was written.
            await file.DisposeAsync();
        }
    }
}
