using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Model.Digests;

/// <summary>Remembers nothing, so that every file is read: <c>--no-cache</c>.</summary>
public sealed class NoDigestCache : IDigestCache
{
    public static readonly NoDigestCache Instance = new();

    private NoDigestCache()
    {
    }

    public bool TryGetFile(string absolutePath, in FileStamp stamp, out Sha256Digest digest)
    {
        digest = default;
        return false;
    }

    public void RecordFile(string absolutePath, in FileStamp stamp, Sha256Digest digest)
    {
    }

    public bool TryGetDerived(Sha256Digest recipe, out Sha256Digest result)
    {
        result = default;
        return false;
    }

    public void RecordDerived(Sha256Digest recipe, Sha256Digest result)
    {
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
