using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Policies;

/// <summary>Finds the levels at which a policy requires what no key that it lists can say.</summary>
internal static class HopelessLevels
{
    private const int MostNames = 10;

    public static IEnumerable<Diagnostic> Find(PolicyDocument document, DateTimeOffset now)
    {
        var policy = document.Policy;
        foreach (var (level, place) in document.LevelPlaces.OrderByDescending(entry => entry.Key))
        {
            if (policy.At(level) is not Enforcement.Require
                || policy.Keys.Values.Any(keys => keys.Any(key => Speaks(key, level)))
                || policy.Signers.Any(signer => Obstacle(signer, level, now) is null))
            {
                continue;
            }

            string signers = policy.Signers.IsEmpty
                ? "it lists no signers"
                : "no signer that counts now speaks for it ("
                    + NameList.Of(
                        [.. policy.Signers.Select(one => $"{one.Name}: {Obstacle(one, level, now)}")], MostNames)
                    + ")";
            yield return new Diagnostic(
                ConfigurationCodes.BadValue,
                $"{place.File} requires at level {level} what nothing can satisfy: {signers}, and no key of a worker "
                    + "does",
                "List a key that speaks for the level, below 'signers' or 'keys'; 'slipway trust keygen' makes one.",
                place);
        }
    }

    // What ran while a worker's key counted may be used for ever, and so may images that somebody looked at since it
    // was lost.
    private static bool Speaks(WorkerKey key, Level level) =>
        (!key.IsRevoked || key.RevokedOn is not null) && (key.Level is not { } most || most >= level.Value);

    private static string? Obstacle(Signer signer, Level level, DateTimeOffset now) =>
        signer.IsRevoked ? "revoked"
        : now < signer.From ? $"from {signer.From:yyyy-MM-dd}"
        : now > signer.Until ? $"until {signer.Until:yyyy-MM-dd}"
        : signer.Level is { } most && most < level ? $"up to level {most}"
        : null;
}
