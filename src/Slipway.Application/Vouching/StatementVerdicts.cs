using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Trusting;
using Slipway.Model.Pushes;
using Slipway.Model.Secrets;
using Slipway.Model.Values;
using Slipway.Trust.Json;

namespace Slipway.Application.Vouching;

/// <summary>
/// Remembers which images were vouched for: bound to the image, what it was used as, the scope, the policy and the
/// verifier, for a day or as long as the keys count, and sealed as the verdicts on chains are.
/// </summary>
internal sealed class StatementVerdicts(string folder, IStoreSecret secret, TimeProvider clock)
{
    private const string Purpose = "trust-statement";
    private const string UntilKey = "until";

    // A verifier that asks more than this one must not believe what this one found.
    private const string Verifier = "3";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Whether an image was accepted, and need not be asked about again.</summary>
    public async Task<bool> IsAcceptedAsync(
        UsedImage image, IndexScope scope, PolicyInForce policy, CancellationToken cancellationToken) =>
        (await FileOf(image, scope, policy).ReadAsync(cancellationToken)).TextAt(UntilKey) is { } text
        && long.TryParse(text, out long until)
        && clock.GetUtcNow().ToUnixTimeSeconds() is var now
        && now <= until
        && until <= now + Lifetime.TotalSeconds;

    public Task KeepAsync(
        UsedImage image, IndexScope scope, PolicyInForce policy, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Whichever key it was: one that ends meanwhile might be the one.
        var ends = policy.Policy.Signers
            .Select(signer => signer.Until)
            .OfType<DateTimeOffset>()
            .Where(until => until >= now)
            .Append(now + Lifetime)
            .Min();
        return FileOf(image, scope, policy).WriteAsync(
            new JsonObject { [UntilKey] = ends.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
            cancellationToken);
    }

    private SealedFile FileOf(UsedImage image, IndexScope scope, PolicyInForce policy)
    {
        string asked = string.Join(
            '\n',
            Verifier,
            image.Hash.ToString(),
            image.Published?.Manifest.ToString(),
            image.Name?.Value,
            image.Digest?.ToString(),
            scope.Text,
            policy.Digest.ToString());
        return new SealedFile(
            Path.Join(folder, $"statement-{Sha256Digest.Of(Encoding.UTF8.GetBytes(asked))}.json"),
            secret,
            Purpose,
            asked);
    }
}
