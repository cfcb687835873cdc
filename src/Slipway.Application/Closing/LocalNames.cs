using System.Collections.Concurrent;
using System.Security.Cryptography;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

/// <summary>Gives images names in the engine under which one build refers to them, and takes the names back.</summary>
/// <param name="run">In the names, so that a later run can tell whose they are.</param>
internal sealed class LocalNames(IImageEngine engine, BuildId run)
{
    // A name that no registry can ever serve (RFC 6761, "invalid."): when the tag is gone the build fails, where a bare
    // name would be pulled from a public registry.
    public const string Registry = "slipway.invalid/";

    private const int NonceBytes = 16;

    private readonly ConcurrentStack<string> _given = new();

    /// <summary>What the names of a run end with.</summary>
    public static string SuffixOf(BuildId run) => $"-{run}";

    /// <summary>Gives an image a name that is new, and that nobody can have written into a Dockerfile before.</summary>
    public async Task<string> GiveAsync(ImageHash image, CancellationToken cancellationToken)
    {
        string name =
            $"{Registry}image:{RandomNumberGenerator.GetHexString(NonceBytes * 2, lowercase: true)}{SuffixOf(run)}";
        _given.Push(name);
        await engine.TagAsync(image, name, cancellationToken);
        return name;
    }

    /// <summary>Takes all names back, the last first: what was built on others goes before them.</summary>
    public async Task TakeBackAsync(CancellationToken cancellationToken)
    {
        while (_given.TryPeek(out string? name))
        {
            await engine.UntagAsync(name, cancellationToken);
            _given.TryPop(out _);
        }
    }
}

/// <summary>The names in the engine of one run, which a later run removes when this one is killed.</summary>
internal sealed class RunNames : IAsyncDisposable
{
    private readonly IBuildRun _signedIn;

    private RunNames(LocalNames names, IBuildRun signedIn) => (Names, _signedIn) = (names, signedIn);

    public LocalNames Names { get; }

    /// <summary>Begins a run, and removes the names that runs which were killed left in the engine.</summary>
    /// <exception cref="SlipwayException">The run cannot be signed in: the store cannot be written.</exception>
    public static async Task<RunNames> BeginAsync(IImageEngine engine, IBuildRuns runs)
    {
        string address = engine.Description.Endpoint;
        await Cleaning.TryAsync(limit => runs.ForgetGoneAsync(address, gone => RemoveAsync(engine, gone, limit)));
        var run = BuildId.New();
        return new RunNames(new LocalNames(engine, run), await runs.BeginAsync(run, address, CancellationToken.None));
    }

    /// <summary>Takes back the names. What an engine that died keeps is left to a later run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (await Cleaning.TryAsync(Names.TakeBackAsync))
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
}
