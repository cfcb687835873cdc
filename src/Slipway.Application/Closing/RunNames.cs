using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

/// <summary>The names in the engine of one run, which a later run removes when this one is killed.</summary>
internal sealed class RunNames : IAsyncDisposable
{
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(10);

    private readonly IBuildRun _signedIn;

    private RunNames(LocalNames names, IBuildRun signedIn) => (Names, _signedIn) = (names, signedIn);

    public LocalNames Names { get; }

    /// <summary>Begins a run, and removes the names that runs which were killed left in the engine.</summary>
    /// <exception cref="SlipwayException">The run cannot be signed in: the store cannot be written.</exception>
    public static async Task<RunNames> BeginAsync(IImageEngine engine, IBuildRuns runs)
    {
        string address = engine.Description.Endpoint;
        await TryAsync(limit => runs.ForgetGoneAsync(address, gone => RemoveAsync(engine, gone, limit)));
        var run = BuildId.New();
        return new RunNames(new LocalNames(engine, run), await runs.BeginAsync(run, address, CancellationToken.None));
    }

    /// <summary>Takes back the names. What an engine that died keeps is left to a later run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (await TryAsync(Names.TakeBackAsync))
        {
            _signedIn.SignOut();
        }

        _signedIn.Dispose();
    }

    private static async Task RemoveAsync(
        IImageEngine engine, IReadOnlyCollection<BuildId> gone, CancellationToken cancellationToken)
    {
        foreach (string tag in await engine.FindTagsAsync(LocalNames.Registry, cancellationToken))
        {
            if (gone.Any(run => tag.EndsWith(LocalNames.SuffixOf(run), StringComparison.Ordinal)))
            {
                await engine.UntagAsync(tag, cancellationToken);
            }
        }
    }

    /// <summary>Cleaning up is worth some seconds, and no failure: nothing uses what is left.</summary>
    private static async Task<bool> TryAsync(Func<CancellationToken, Task> clean)
    {
        using var limit = new CancellationTokenSource(CleaningTime);
        try
        {
            await clean(limit.Token);
            return true;
        }
        catch (Exception problem) when (problem is SlipwayException or OperationCanceledException)
        {
            return false;
        }
    }
}
