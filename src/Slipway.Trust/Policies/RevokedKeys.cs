using Slipway.Trust.Keys;

namespace Slipway.Trust.Policies;

/// <summary>Keys that are in wrong hands: what they signed counts nowhere.</summary>
internal static class RevokedKeys
{
    /// <summary>Those that are revoked for one kind of worker or as a signer, and count for another.</summary>
    public static IEnumerable<string> OnlySomewhere(ChainPolicy policy) => policy.Keys.Values
        .SelectMany(keys => keys)
        .Concat(policy.Signers
            .Where(signer => signer.Key.RawText is not null)
            .Select(signer => new WorkerKey(signer.Key.RawText!) { IsRevoked = signer.IsRevoked }))
        .Where(key => key.Bytes is not null)
        .GroupBy(key => Convert.ToBase64String(key.Bytes!), StringComparer.Ordinal)
        .Where(same => same.Any(key => key.IsRevoked) && same.Any(key => !key.IsRevoked))
        .Select(same => same.Key)
        .Order(StringComparer.Ordinal);
}
