using System.Buffers.Text;
using System.Text;
using Slipway.Taskcluster.Hawk;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Tests.Hawk;

/// <summary>
/// Against what Hawk's own documentation and tests say: https://github.com/mozilla/hawk/blob/main/API.md.
/// </summary>
public sealed class HawkSignerTests
{
    private static readonly HawkKey Example =
        new("dh37fgj492je", "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn", "some-app-ext-data");

    private static readonly Uri Address = new("http://example.com:8000/resource/1?b=1&a=2");
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1353832234);

    [Fact]
    public void The_published_example_of_a_request_has_its_published_header() => Assert.Equal(
        "Hawk id=\"dh37fgj492je\", ts=\"1353832234\", nonce=\"j4h3g2\", ext=\"some-app-ext-data\", "
            + "mac=\"6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE=\"",
        HawkSigner.Header(Example, "GET", Address, Time, "j4h3g2", null));

    [Fact]
    public void The_published_example_of_a_payload_has_its_published_header()
    {
        string hash = HawkSigner.HashPayload("text/plain", "Thank you for flying Hawk"u8);

        Assert.Equal(
            "Hawk id=\"dh37fgj492je\", ts=\"1353832234\", nonce=\"j4h3g2\", "
            + "hash=\"Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=\", "
            + "ext=\"some-app-ext-data\", mac=\"aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw=\"",
            HawkSigner.Header(Example, "POST", Address, Time, "j4h3g2", hash));
    }

    // https://github.com/mozilla/hawk/blob/main/test/uri.js, "returns a valid bewit value".
    [Fact]
    public void The_published_example_of_an_address_has_its_published_bewit()
    {
        var key = new HawkKey("123456", "2983d45yun89q", "xandyandz");

        string bewit = HawkSigner.Bewit(
            key,
            new Uri("https://example.com/somewhere/over/the/rainbow"),
            DateTimeOffset.FromUnixTimeSeconds(1356420407 + 300));

        Assert.Equal(
            "MTIzNDU2XDEzNTY0MjA3MDdca3NjeHdOUjJ0SnBQMVQxekRMTlBiQjVVaUtJVTl0T1NKWFRVZEc3WDloOD1ceGFuZHlhbmR6", bewit);
    }

    [Theory]
    [InlineData("https://EXAMPLE.com/a", "https://example.com:443/a")]
    [InlineData("http://Example.com/a", "http://example.com:80/a")]
    public void The_host_is_signed_in_lower_case_and_the_port_always(string one, string other) => Assert.Equal(
        HawkSigner.Header(Example, "GET", new Uri(one), Time, "n", null),
        HawkSigner.Header(Example, "GET", new Uri(other), Time, "n", null));

    // hawk.utils.parseHost takes the name out of the Host header as it is written there.
    [Fact]
    public void An_address_of_version_6_is_signed_with_its_brackets()
    {
        string signed = "hawk.1.header\n1353832234\nn\nGET\n/a\n[::1]\n8080\n\nsome-app-ext-data\n";
        string mac = Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(Example.Secret), Encoding.UTF8.GetBytes(signed)));

        Assert.EndsWith(
            $"mac=\"{mac}\"",
            HawkSigner.Header(Example, "GET", new Uri("http://[::1]:8080/a"), Time, "n", null),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_port_is_signed() => Assert.NotEqual(
        HawkSigner.Header(Example, "GET", new Uri("http://example.com/a"), Time, "n", null),
        HawkSigner.Header(Example, "GET", new Uri("https://example.com/a"), Time, "n", null));

    [Fact]
    public void A_nonce_is_never_given_twice()
    {
        string[] nonces = [.. Enumerable.Range(0, 1000).Select(_ => HawkSigner.NewNonce())];

        Assert.Equal(nonces.Length, nonces.Distinct().Count());
        Assert.All(nonces, nonce => Assert.Matches("^[A-Za-z0-9_-]{12}$", nonce));
    }

    [Fact]
    public void The_certificate_and_the_authorized_scopes_are_told_in_ext()
    {
        const string Certificate =
            """{"version":1,"scopes":["a:*"],"start":1438964811744,"expiry":1439051211744,"seed":"s","signature":"45AlB/hKZ=","issuer":"i"}""";
        var key = HawkKey.Of(new TaskclusterCredentials("c", "t", Certificate) { AuthorizedScopes = ["a:b"] });

        Assert.Equal(
            $$"""{"certificate":{{Certificate}},"authorizedScopes":["a:b"]}""",
            Encoding.UTF8.GetString(Convert.FromBase64String(key.Ext))
                .Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public void That_no_scopes_are_authorized_is_told_too()
    {
        var key = HawkKey.Of(new TaskclusterCredentials("c", "t", null) { AuthorizedScopes = [] });

        Assert.Equal("""{"authorizedScopes":[]}""", Encoding.UTF8.GetString(Convert.FromBase64String(key.Ext)));
    }

    [Fact]
    public void Permanent_credentials_have_no_ext() =>
        Assert.Empty(HawkKey.Of(new TaskclusterCredentials("c", "t", null)).Ext);

    [Fact]
    public void A_bewit_says_whom_it_is_of_and_until_when()
    {
        string bewit = HawkSigner.Bewit(new HawkKey("tester", "no-secret", string.Empty), Address, Time);

        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(bewit)).Split('\\');
        Assert.Equal(["tester", "1353832234", string.Empty], [parts[0], parts[1], parts[3]]);
    }
}
