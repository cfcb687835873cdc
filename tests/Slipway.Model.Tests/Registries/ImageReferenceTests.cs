using CsCheck;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Registries;

public sealed class ImageReferenceTests
{
    private const string Hex = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    private static readonly Gen<string> Components = Gen.Select(
        Gen.String[Gen.Char["ab01"], 1, 5], Gen.OneOf("", ".a", "_b", "__c", "--d"), (start, end) => start + end);

    private static readonly Gen<string> Hosts = Gen.OneOf(
        "", "localhost/", "localhost:5000/", "registry.example.com/", "127.0.0.1:5000/", "[::1]:5000/", "Upper/");

    private static readonly Gen<string> Tags = Gen.Select(
        Gen.Char["aZ0_"], Gen.String[Gen.Char["aZ0_.-"], 0, 20], (first, rest) => first + rest);

    [Theory]
    [InlineData("debian", "docker.io/library/debian", "latest")]
    [InlineData("debian:12", "docker.io/library/debian", "12")]
    [InlineData("mozilla/base:1", "docker.io/mozilla/base", "1")]
    [InlineData("index.docker.io/debian", "docker.io/library/debian", "latest")]
    [InlineData("localhost/a", "localhost/a", "latest")]
    [InlineData("localhost:5000/a", "localhost:5000/a", "latest")]
    [InlineData("[::1]:5000/a:b", "[::1]:5000/a", "b")]
    [InlineData("ghcr.io/owner/base@sha256:" + Hex, "ghcr.io/owner/base", "sha256:" + Hex)]
    [InlineData("ghcr.io/owner/base:1.0@sha256:" + Hex, "ghcr.io/owner/base", "sha256:" + Hex)]
    public void A_reference_is_read_with_the_defaults_put_in(string text, string repository, string reference)
    {
        var parsed = ImageReference.Parse(text);

        Assert.Equal(repository, parsed.Repository.ToString());
        Assert.Equal(reference, parsed.Reference);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Debian")]
    [InlineData("https://ghcr.io/a")]
    [InlineData("a//b")]
    [InlineData("a:")]
    [InlineData("a:-1")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a@sha256:1234")]
    [InlineData("a@sha512:" + Hex)]
    [InlineData("a@" + Hex)]
    [InlineData("registry.example.com/../a")]
    [InlineData("user@registry.example.com/a")]
    [InlineData("registry.example.com:port/a")]
    public void Other_text_is_no_reference(string text) => Assert.False(ImageReference.TryParse(text, out _));

    [Fact]
    public void A_reference_that_is_printed_is_read_back() =>
        Gen.Select(Hosts, Components.Array[1, 3], Tags.Null(), Gen.Bool)
            .Sample((host, components, tag, hasDigest) =>
            {
                string text = host + string.Join('/', components)
                    + (tag is null ? string.Empty : ":" + tag) + (hasDigest ? "@sha256:" + Hex : string.Empty);
                var reference = ImageReference.Parse(text);

                Assert.Equal(reference, ImageReference.Parse(reference.ToString()));
                Assert.Equal(tag, reference.Tag);
                Assert.Equal(hasDigest ? RepoDigest.Parse(Hex) : null, reference.RepoDigest);
            });

    [Fact]
    public void Any_text_is_a_reference_or_not_and_what_is_one_has_a_safe_address() =>
        Gen.String[Gen.Char["aA0.:/@_-[]%?# \n\u00e9"], 0, 30].Sample(text =>
        {
            if (ImageReference.TryParse(text, out var reference))
            {
                string path = $"/v2/{reference.Repository.Path}/manifests/{reference.Reference}";
                var address = new Uri($"https://{reference.Repository.Registry}{path}");
                Assert.Equal(path, address.AbsolutePath);
                Assert.Empty(address.Query + address.Fragment + address.UserInfo);
            }
        });
}
