using System.Collections.Concurrent;
using Slipway.Core.Builds;
using Slipway.Core.Diagnostics;
using Slipway.Core.Engines;
using Slipway.Core.Storage;
using Slipway.Core.Values;

namespace Slipway.Execution;

/// <summary>Gives parents the names under which the builds of one run refer to them, and takes the names back.</summary>
internal sealed class ParentImages : IAsyncDisposable
{
    // A name that no registry can ever serve (RFC 6761, "invalid."): when the tag is gone the build fails, where a bare
    // name would be pulled from a public registry.
    private const string LocalRegistry = "slipway.invalid/";

    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(10);

    private readonly EngineImages _images;
    private readonly IImageEngine _engine;
    private readonly IBuildRun _signedIn;

    // In the names, so that removing them takes nothing away from another process.
    private readonly BuildId _run;

    private readonly ConcurrentDictionary<string, bool> _given = new(StringComparer.Ordinal);

    private ParentImages(EngineImages images, IImageEngine engine, BuildId run, IBuildRun signedIn) =>
        (_images, _engine, _run, _signedIn) = (images, engine, run, signedIn);

    /// <summary>Begins a run, and removes the names that runs which were killed left in the engine.</summary>
    /// <exception cref="SlipwayException">The run cannot be signed in: the store cannot be written.</exception>
    public static async Task<ParentImages> BeginAsync(EngineImages images, IImageEngine engine, IBuildRuns runs)
    {
        string address = engine.Description.Endpoint;
        await TryAsync(limit => runs.ForgetGoneAsync(address, gone => RemoveAsync(engine, gone, limit)));
        var run = BuildId.New();
        return new ParentImages(images, engine, run, await runs.BeginAsync(run, address, CancellationToken.None));
    }

    /// <summary>Loads a parent and gives it a name, by its content, under which a build refers to it.</summary>
    public async Task<string> ProvideAsync(
        ImageName name, StoredImage image, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await _images.LoadAsync(image, progress, cancellationToken);
        string reference = $"{LocalRegistry}{name}:{image.ImageHash}{SuffixOf(_run)}";
        _given[reference] = true;
        await _engine.TagAsync(image.ImageHash, reference, cancellationToken);
        return reference;
    }

    /// <summary>Takes back the names. What an engine that died keeps is left to a later run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (await TryAsync(limit => UntagAsync(_engine, _given.Keys, limit)))
        {
            _signedIn.SignOut();
        }

        _signedIn.Dispose();
    }

    private static string SuffixOf(BuildId run) => $"-{run}";

    private static async Task RemoveAsync(
        IImageEngine engine, IReadOnlyCollection<BuildId> gone, CancellationToken cancellationToken)
    {
        var left = await engine.FindTagsAsync(LocalRegistry, cancellationToken);
        await UntagAsync(
            engine,
            left.Where(tag => gone.Any(run => tag.EndsWith(SuffixOf(run), StringComparison.Ordinal))),
            cancellationToken);
    }

    private static async Task UntagAsync(
        IImageEngine engine, IEnumerable<string> references, CancellationToken cancellationToken)
    {
        foreach (string reference in references)
        {
            await engine.UntagAsync(reference, cancellationToken);
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
