using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Artifacts;
using Slipway.Taskcluster.Errors;

namespace Slipway.Taskcluster.Tests.Artifacts;

public sealed class StorageRedirectTests
{
    [Theory]
    [InlineData("https://a.example.com/x/y", "https://b.example.com/z?s=%41", "https://b.example.com/z?s=%41")]
    [InlineData("https://a.example.com/x/y", "/z", "https://a.example.com/z")]
    [InlineData("https://a.example.com/x/y", "z?q", "https://a.example.com/x/z?q")]
    [InlineData("http://a.example.com/x", "https://b.example.com/", "https://b.example.com/")]
    [InlineData("http://a.example.com/x", "http://b.example.com/", "http://b.example.com/")]
    public void A_redirect_is_followed_to_where_it_leads(string from, string location, string expected) =>
        Assert.Equal(expected, StorageRedirect.Follow(new Uri(from), location, "read it").OriginalString);

    [Theory]
    [InlineData("https://a.example.com/x", "http://a.example.com/x")]
    [InlineData("https://a.example.com/x", "file:///etc/passwd")]
    [InlineData("https://a.example.com/x", "https://user:secret@b.example.com/")]
    [InlineData("https://a.example.com/x", "")]
    [InlineData("https://a.example.com/x", null)]
    public void A_redirect_out_of_TLS_or_out_of_HTTP_is_not_followed(string from, string? location)
    {
        var failure = Assert.Throws<SlipwayException>(() => StorageRedirect.Follow(new Uri(from), location, "read it"))
            .Diagnostics.Single();

        Assert.Equal(TaskclusterCodes.RedirectRefused, failure.Code);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }
}
