using System.Net.Http.Headers;
using System.Text;
using Slipway.Registry.Credentials;

namespace Slipway.Registry.Authentication;

/// <summary>A name and a password as a header (https://www.rfc-editor.org/rfc/rfc7617#section-2).</summary>
internal static class BasicHeader
{
    public static AuthenticationHeaderValue Of(Credential credential) => new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Username}:{credential.Secret}")));
}
