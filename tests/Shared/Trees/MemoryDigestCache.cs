using System.Collections.Concurrent;
using Slipway.Model.Digests;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Tests.Trees;

/// <summary>A cache that trusts every stamp and counts what it is asked.</summary>
internal sealed class MemoryDigestCache : IDigestCache
{
    public ConcurrentDictionary<(string Path, FileStamp Stamp), Sha256Digest> Files { get; } = new();

    public ConcurrentDictionary<Sha256Digest, Sha256Digest> Derived { get; } = new();

    public ConcurrentBag<string> Recorded { get; } = [];

    public void Prepare(IEnumerable<string> absolutePaths)
    {
    }

    public bool TryGetFile(string absolutePath, in FileStamp stamp, out Sha256Digest digest) =>
        Files.TryGetValue((absolutePath, stamp), out digest);

    public void RecordFile(string absolutePath, in FileStamp stamp, Sha256Digest digest)
    {
        Files[(absolutePath, stamp)] = digest;
        Recorded.Add(absolutePath);
    }

    public bool TryGetDerived(Sha256Digest recipe, out Sha256Digest result) => Derived.TryGetValue(recipe, out result);

    public void RecordDerived(Sha256Digest recipe, Sha256Digest result) => Derived[recipe] = result;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
