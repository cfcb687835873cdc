using CsCheck;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Tests.Http;

public sealed class ServiceAddressTests
{
    private static readonly Uri Root = new("https://tc.example.com");

    [Theory]
    [InlineData("public/a b%20.tar", "public%2Fa%20b%2520.tar")]
    [InlineData("ünïcode", "%C3%BCn%C3%AFcode")]
    [InlineData("a.b-c_d~e!*'()%", "a.b-c_d~e%21%2A%27%28%29%25")]
    [InlineData("..", "..")]
    [InlineData("a?b#c\\d", "a%3Fb%23c%5Cd")]
    public void A_part_is_data_and_is_sent_as_it_was_encoded(string part, string encoded) => Assert.Equal(
        $"/api/queue/v1/task/{encoded}", ServiceAddress.Of(Root, "queue", ["task", part], []).PathAndQuery);

    [Theory]
    [InlineData("https://tc.example.com")]
    [InlineData("https://tc.example.com/")]
    public void A_root_may_have_a_slash_at_its_end_or_not(string root) => Assert.Equal(
        "https://tc.example.com/api/index/v1/ping",
        ServiceAddress.Of(new Uri(root), "index", ["ping"], []).OriginalString);

    [Fact]
    public void A_query_is_encoded_in_its_order() => Assert.Equal(
        "/api/index/v1/tasks?limit=10&continuationToken=a%2B%2F%3D",
        ServiceAddress.Of(Root, "index", ["tasks"], [("limit", "10"), ("continuationToken", "a+/=")]).PathAndQuery);

    [Fact]
    public void A_part_comes_back_the_same_when_it_is_decoded() =>
        Gen.String.Sample(part =>
            string.IsNullOrEmpty(part)
            || part.Any(char.IsSurrogate)
            || Uri.UnescapeDataString(
                ServiceAddress.Of(Root, "queue", [part], []).PathAndQuery["/api/queue/v1/".Length..]) == part);

    [Theory]
    [InlineData("https://bucket.example.com/a%7Eb/../c?X-Sig=%41%2f", "/a%7Eb/../c?X-Sig=%41%2f")]
    [InlineData("http://bucket.example.com/a b?x=ü", "/a%20b?x=%C3%BC")]
    public void The_address_of_a_storage_stays_as_it_was_signed_where_it_can(string text, string sent) =>
        Assert.Equal(sent, ServiceAddress.OfStorage(text)!.PathAndQuery);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/relative")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/a")]
    [InlineData("data:;base64,AAAA")]
    [InlineData("https://user:secret@example.com/a")]
    public void What_is_no_address_of_HTTP_or_holds_credentials_is_none_of_a_storage(string? text) =>
        Assert.Null(ServiceAddress.OfStorage(text));
}
