namespace Slipway.Git.Tests;

public sealed class RemoteUrlTests
{
    [Theory]
    [InlineData("https://example.com/team/tree.git", "https://example.com/team/tree.git")]
    [InlineData("https://me:token@example.com/tree?a=secret#b", "https://example.com/tree")]
    [InlineData("http://example.com:8080/tree", "http://example.com:8080/tree")]
    [InlineData("https://example.com:443/tree", "https://example.com/tree")]
    [InlineData("ssh://git@example.com:2222/team/tree", "https://example.com/team/tree")]
    [InlineData("git://example.com/tree", "https://example.com/tree")]
    [InlineData("git@example.com:team/tree.git", "https://example.com/team/tree.git")]
    [InlineData("example.com:team/tree.git", "https://example.com/team/tree.git")]
    [InlineData("/srv/git/tree.git", null)]
    [InlineData("../tree.git", null)]
    [InlineData("./with:colon", null)]
    [InlineData("file:///srv/git/tree.git", null)]
    [InlineData("ext::sh -c secret", null)]
    [InlineData("", null)]
    public void What_is_published_names_no_person_and_no_path_of_this_machine(string remote, string? source) =>
        Assert.Equal(source, RemoteUrl.Publishable(remote)?.AbsoluteUri);
}
