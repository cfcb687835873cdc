using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Errors;

namespace Slipway.Taskcluster.Hawk;

/// <summary>The certificate of temporary credentials, which says how long and for what they are good.</summary>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/apis/hawk/temporary-credentials.</remarks>
internal sealed class Certificate
{
    // Auth allows for this much difference of clocks, in both directions.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private static readonly ImmutableArray<string> Members =
    [
        "version", "scopes", "start", "expiry", "seed", "signature",
    ];

    private readonly JsonElement _json;

    private Certificate(JsonElement json, DateTimeOffset expiry) => (_json, Expiry) = (json, expiry);

    /// <summary>From when on it is good for nothing.</summary>
    public DateTimeOffset Expiry { get; }

    /// <exception cref="SlipwayException">The text is not a certificate.</exception>
    public static Certificate Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw Invalid("it is not a JSON object");
            }

            string? missing = Members.FirstOrDefault(name => !root.TryGetProperty(name, out _));
            if (missing is not null)
            {
                throw Invalid($"it has no '{missing}'");
            }

            var expiry = root.GetProperty("expiry");
            return expiry.ValueKind == JsonValueKind.Number && expiry.TryGetInt64(out long milliseconds)
                ? new Certificate(root.Clone(), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
                : throw Invalid("its 'expiry' is not a time in milliseconds");
        }
        catch (JsonException exception)
        {
            // The exception quotes nothing of the text; the position is of use where a shell ate the quotes.
            throw Invalid($"it is not JSON (at character {exception.BytePositionInLine ?? 0})");
        }
        catch (InvalidOperationException)
        {
            throw Invalid("a name in it has half a character");
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Invalid("its 'expiry' is not a time in milliseconds");
        }
    }

    /// <summary>Whether the services refuse it for its age.</summary>
    public bool IsExpired(DateTimeOffset now) => Expiry < now - Tolerance;

    public void WriteTo(Utf8JsonWriter writer) => _json.WriteTo(writer);

    private static SlipwayException Invalid(string why) => new(new Diagnostic(
        TaskclusterCodes.CredentialsInvalid,
        $"The certificate of the Taskcluster credentials cannot be used: {why}",
        "Set TASKCLUSTER_CERTIFICATE to the certificate as it was given, JSON with its quotes; "
        + "unset it for permanent credentials."));
}
