using Slipway.Core.Indexing;
using Slipway.Core.Values;

namespace Slipway.Core.Storage;

/// <summary>What whoever ran a build knows about it, for entries of the index that do not say it.</summary>
/// <param name="Built">When it was.</param>
/// <param name="Scope">Where it was made, and may be used from; null when nothing tells.</param>
/// <param name="Digest">The digest of its inputs; null when nothing tells.</param>
public sealed record BuildFacts(DateTimeOffset? Built, IndexScope? Scope, Sha256Digest? Digest)
{
    public static BuildFacts None { get; } = new(null, null, null);
}
