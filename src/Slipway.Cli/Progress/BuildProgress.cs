using System.Threading.Channels;
using Slipway.Application.Builds;
using Slipway.Application.Feedback;
using Slipway.Cli.Terminals;
using Slipway.Core.Planning;

namespace Slipway.Cli.Progress;

/// <summary>Shows what a build does while it does it. Events come from many threads and are drawn by one.</summary>
internal sealed class BuildProgress : IBuildDisplay
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(100);

    private readonly Channel<BuildEvent> _events = Channel.CreateUnbounded<BuildEvent>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _drawing;

    private BuildProgress(Terminal terminal, BuildPlan plan, bool verbose, TimeProvider clock) =>
        _drawing = terminal.IsLive
            ? DrawAsync(new LiveProgress(terminal.ErrorConsole, plan, verbose, clock))
            : WriteAsync(new PlainProgress(terminal, verbose));

    public static BuildProgress Start(Terminal terminal, BuildPlan plan, bool verbose, TimeProvider clock) =>
        new(terminal, plan, verbose, clock);

    public void Report(BuildEvent happened) => _events.Writer.TryWrite(happened);

    public async ValueTask DisposeAsync()
    {
        _events.Writer.Complete();
        await _drawing;
    }

    private async Task WriteAsync(PlainProgress plain)
    {
        await foreach (var happened in _events.Reader.ReadAllAsync())
        {
            plain.Write(happened);
        }
    }

    private Task DrawAsync(LiveProgress live) => live.RunAsync(async redraw =>
    {
        bool more = true;
        while (more)
        {
            // A frame at least every 100 ms, so that the clocks move while nothing happens.
            var frame = Task.Delay(FrameTime);
            while (_events.Reader.TryRead(out var happened))
            {
                live.Apply(happened);
            }

            redraw();
            await frame;
            more = !_events.Reader.Completion.IsCompleted;
        }

        redraw();
    });
}
