using System.Diagnostics;
using System.Globalization;
using System.Text;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults.Support;

/// <summary>A command that runs while the test does something else.</summary>
internal sealed class BackgroundSlipway : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Lock _gate = new();
    private readonly HashSet<ProcessEntry> _descendants = [];

    private BackgroundSlipway(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything that it started, as far as it was seen.</summary>
    public IReadOnlyCollection<ProcessEntry> Descendants => _descendants;

    public static BackgroundSlipway Start(Sandbox sandbox, params string[] arguments) =>
        Start(sandbox.Tree, sandbox.Variables(), arguments);

    public static BackgroundSlipway Start(
        string folder, IReadOnlyDictionary<string, string?> variables, params string[] arguments)
    {
        // Whoever starts the tests in the background of a shell has them, and all that they start, ignore SIGINT.
        var info = new ProcessStartInfo("env", ["--default-signal=INT", Machine.Slipway, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            info.Environment[name] = value;
        }

        var running = new BackgroundSlipway(new Process { StartInfo = info });
        running._process.OutputDataReceived += (_, line) => running.Keep(running._output, line.Data);
        running._process.ErrorDataReceived += (_, line) => running.Keep(running._error, line.Data);
        running._process.Start();
        running._process.StandardInput.Close();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Waits until standard error or standard output has a text.</summary>
    public async Task WaitForAsync(string text)
    {
        var watch = Stopwatch.StartNew();
        while (!Seen().Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"it ended before '{text}': {Seen()}");
            Assert.True(watch.Elapsed < Patience, $"'{text}' never came: {Seen()}");
            await Task.Delay(10);
        }
    }

    /// <summary>Looks at what it has started by now.</summary>
    public void LookAtDescendants() => _descendants.UnionWith(ProcessEntry.DescendantsOf(Id));

    public async Task SignalAsync(string signal)
    {
        LookAtDescendants();
        await Tool.CheckAsync("kill", $"-{signal}", Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it as <c>kill -9</c> does; what it started goes on.</summary>
    public void Kill() => _process.Kill();

    /// <param name="longest">How long it may take; a minute when nothing is said.</param>
    public async Task<ToolResult> WaitAsync(TimeSpan? longest = null)
    {
        using var patience = new CancellationTokenSource(longest ?? Patience);
        await _process.WaitForExitAsync(patience.Token);
        return new ToolResult(_process.ExitCode, Encoding.UTF8.GetBytes(_output.ToString()), _error.ToString());
    }

    /// <summary>Nothing that it started is still there.</summary>
    public async Task AssertNothingLeftAsync()
    {
        var watch = Stopwatch.StartNew();
        while (_descendants.Any(process => process.IsAlive) && watch.Elapsed < TimeSpan.FromSeconds(3))
        {
            await Task.Delay(20);
        }

        Assert.DoesNotContain(_descendants, process => process.IsAlive);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(StringBuilder lines, string? line)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                lines.Append(line).Append('\n');
            }
        }
    }

    private string Seen()
    {
        lock (_gate)
        {
            return $"{_error}\n{_output}";
        }
    }
}
