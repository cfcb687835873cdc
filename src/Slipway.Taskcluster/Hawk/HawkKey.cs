using System.Buffers;
using System.Text;
using System.Text.Json;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Hawk;

/// <summary>What requests are signed with.</summary>
/// <param name="Id">The client.</param>
/// <param name="Secret">Its access token.</param>
/// <param name="Ext">Base64 of the certificate and the authorized scopes as JSON; empty when there are neither.</param>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/apis/hawk.</remarks>
internal sealed record HawkKey(string Id, string Secret, string Ext)
{
    public static HawkKey Of(TaskclusterCredentials credentials) =>
        new(credentials.ClientId, credentials.AccessToken, ExtOf(credentials));

    public override string ToString() => Id;

    private static string ExtOf(TaskclusterCredentials credentials)
    {
        if (credentials.Certificate is null && credentials.AuthorizedScopes is null)
        {
            return string.Empty;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (credentials.Certificate is { } certificate)
            {
                writer.WritePropertyName("certificate");
                Certificate.Parse(certificate).WriteTo(writer);
            }

            if (credentials.AuthorizedScopes is { } scopes)
            {
                writer.WriteStartArray("authorizedScopes");
                foreach (string scope in scopes)
                {
                    writer.WriteStringValue(scope);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Convert.ToBase64String(json.WrittenSpan);
    }
}
