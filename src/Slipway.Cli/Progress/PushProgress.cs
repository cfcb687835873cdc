using Slipway.Application.Pushes;
using Slipway.Application.Wording;
using Slipway.Cli.Terminals;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Spectre.Console;
using System.Collections.Concurrent;

namespace Slipway.Cli.Progress;

/// <summary>
/// Shows a push while it runs: one line that is redrawn on a terminal, a line for each blob elsewhere.
/// </summary>
internal sealed class PushProgress : IAsyncDisposable
{
    private readonly Terminal _terminal;
    private readonly ConcurrentDictionary<Sha256Digest, PushEvent.Sending> _sending = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _display = Task.CompletedTask;
    private volatile StatusContext? _status;

    private PushProgress(Terminal terminal)
    {
        _terminal = terminal;
        if (terminal.IsLive)
        {
            _display = terminal.ErrorConsole.Status().StartAsync("pushing", async context =>
            {
                _status = context;
                await _done.Task;
            });
        }
    }

    public static PushProgress Start(Terminal terminal) => new(terminal);

    public void Report(PushEvent happened)
    {
        switch (happened)
        {
            case PushEvent.Packing packing:
                Show($"{packing.Image}: packing {packing.DiffId.Short}");
                break;
            case PushEvent.Sending sending:
                _sending[sending.Blob] = sending;
                Show($"{sending.Image}: {Units.Bytes(_sending.Values.Sum(blob => blob.Sent))} of "
                    + $"{Units.Bytes(_sending.Values.Sum(blob => blob.Size))} sent");
                break;
            case PushEvent.Placed placed:
                Line($"{placed.Image}: {placed.Blob.Short} ({Units.Bytes(placed.Size)}) {NameOf(placed.How)}");
                break;
            case PushEvent.Tagged tagged:
                Line($"{tagged.Image}: version set");
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await _display;
    }

    private static string NameOf(BlobPlacement how) => how switch
    {
        BlobPlacement.Present => "is there",
        BlobPlacement.Mounted => "mounted",
        BlobPlacement.Sent => "sent",
        _ => throw new ArgumentOutOfRangeException(nameof(how)),
    };

    private void Show(string text)
    {
        if (_status is { } status)
        {
            status.Status(Markup.Escape(text));
        }
    }

    private void Line(string text)
    {
        if (_terminal.IsLive)
        {
            _terminal.ErrorConsole.WriteLine(text);
        }
        else
        {
            _terminal.ErrorLine(text);
        }
    }
}
