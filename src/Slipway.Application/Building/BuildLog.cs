using System.Text;
using Slipway.Application.Builds;
using Slipway.Engines.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>The log of one build: every line goes to its file and to whoever watches.</summary>
/// <remarks>
/// A log that can no longer be written, on a full disk for instance, is reported once and stops no build.
/// </remarks>
internal sealed class BuildLog(Stream file, ImageName image, Action<BuildEvent> report) : IAsyncDisposable
{
    // Flushed line by line: the log of a process that was killed is the one that is needed most.
    private readonly StreamWriter _writer = new(file, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    private readonly Lock _lock = new();
    private readonly BuildSteps _steps = new();
    private readonly ClippingWatch _clipping = new(
        image.Value, problem => report(new BuildEvent.Warned(image, problem)));
    private bool _incomplete;

    public void WriteLine(string line)
    {
        Keep(line);
        report(new BuildEvent.LogLine(image, line));
        // Standard output and standard error come on threads of their own.
        lock (_steps)
        {
            _clipping.Read(line);
            if (_steps.Read(line))
            {
                report(new BuildEvent.Stepped(image, _steps.Position.Step, _steps.Position.Output));
            }
        }
    }

    public void WriteDiagnostics(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Keep($"{diagnostic.Code}: {diagnostic.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _writer.DisposeAsync();
        }
        catch (IOException failure)
        {
            // The file's buffer still holds what could not be written.
            Report(failure);
        }
    }

    private void Keep(string line)
    {
        lock (_lock)
        {
            if (_incomplete)
            {
                return;
            }

            try
            {
                _writer.WriteLine(line);
            }
            catch (IOException failure)
            {
                Report(failure);
            }
        }
    }

    private void Report(IOException failure)
    {
        if (!_incomplete)
        {
            _incomplete = true;
            report(new BuildEvent.Warned(image, new Diagnostic(
                BuildCodes.LogIncomplete,
                $"The log of {image} is incomplete: {failure.Message}",
                "Free some space on the disk of the store; the build itself goes on.",
                Severity: Severity.Warning)));
        }
    }
}
