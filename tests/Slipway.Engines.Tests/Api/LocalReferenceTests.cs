using Slipway.Engines.Api;
using Slipway.Engines.Settings;

namespace Slipway.Engines.Tests.Api;

public sealed class LocalReferenceTests
{
    private const string Id = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("base:latest", "localhost/base:latest")]
    [InlineData("team/base:1", "localhost/team/base:1")]
    [InlineData("slipway.invalid/base:1", "slipway.invalid/base:1")]
    [InlineData("registry:5000/base", "registry:5000/base")]
    [InlineData("localhost/base:1", "localhost/base:1")]
    [InlineData(Id, Id)]
    public void Podman_files_short_names_under_localhost(string reference, string local)
    {
        Assert.Equal(local, LocalReference.For(EngineKind.Podman, reference));
        Assert.Equal(reference, LocalReference.For(EngineKind.Docker, reference));
    }

    [Theory]
    [InlineData("base:1.0", "base", "1.0")]
    [InlineData("registry:5000/base:1.0", "registry:5000/base", "1.0")]
    [InlineData("registry:5000/base", "registry:5000/base", "latest")]
    public void The_colon_of_a_port_does_not_start_a_tag(string reference, string repository, string tag) =>
        Assert.Equal((repository, tag), LocalReference.Split(reference));
}
