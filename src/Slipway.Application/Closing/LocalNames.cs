using System.Collections.Concurrent;
using System.Security.Cryptography;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

/// <summary>Gives images names in the engine under which one build refers to them, and takes the names back.</summary>
/// <param name="engine">The engine.</param>
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
    public async Task<string> GiveAsync(Sha256Digest image, CancellationToken cancellationToken)
    {
        string name = $"{Registry}image:{RandomNumberGenerator.GetHexString(NonceBytes * 2, lowercase: true)}{SuffixOf(run)}";
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
