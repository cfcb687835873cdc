using Slipway.Application.Building;

namespace Slipway.Application.Tests.Building;

public sealed class LocalTagsTests
{
    [Theory]
    [InlineData("base", "base")]
    [InlineData("base:latest", "base")]
    [InlineData("library/base", "base")]
    [InlineData("docker.io/library/base:latest", "base")]
    [InlineData("docker.io/base", "base")]
    [InlineData("index.docker.io/library/base", "base")]
    [InlineData("localhost/base:1", "base")]
    [InlineData("base@sha256:00", "base")]
    [InlineData("owner/base", null)]
    [InlineData("docker.io/owner/base", null)]
    [InlineData("localhost:5000/base", null)]
    [InlineData("registry.example.org/base", null)]
    public void A_tag_answers_to_the_names_that_engines_take_for_it(string tag, string? name) =>
        Assert.Equal(name, LocalTags.NameOf(tag)?.Value);
}
