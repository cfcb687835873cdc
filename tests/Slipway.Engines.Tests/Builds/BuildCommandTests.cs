using System.Collections.Immutable;
using Slipway.Engines.Api;
using Slipway.Engines.Builds;
using Slipway.Engines.Detection;
using Slipway.Engines.Settings;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Engines;
using Slipway.Processes;

namespace Slipway.Engines.Tests.Builds;

public sealed class BuildCommandTests
{
    private static readonly BuildRequest Request = Contexts.Request("FROM scratch") with
    {
        Args = ImmutableSortedDictionary<string, string>.Empty.Add("BASE", "a b"),
        Labels = ImmutableSortedDictionary<string, string>.Empty.Add("dev.slipway.image", "base"),
        NoCache = true,
    };

    [Fact]
    public void Buildx_loads_into_the_engine_itself()
    {
        var command = Create(Builder.Buildx);

        Assert.Equal(
            [
                "buildx", "build", "--builder", "default", "--load", "--progress=plain", "--iidfile", "/tmp/id",
                "--platform", "linux/amd64", "--no-cache", "--label", "dev.slipway.image=base",
                "--build-arg", "BASE=a b", "--secret", "id=token,env=TOKEN", "-",
            ],
            command.Arguments);
        Assert.Equal("1", command.Environment["BUILDX_NO_DEFAULT_ATTESTATIONS"]);
    }

    [Theory]
    [InlineData(Builder.BuildKit, "1")]
    [InlineData(Builder.Classic, "0")]
    internal void The_builder_is_chosen_by_the_environment_of_older_clients(Builder builder, string value)
    {
        var command = Create(builder);

        Assert.Equal("build", command.Arguments[0]);
        Assert.Equal(value, command.Environment["DOCKER_BUILDKIT"]);
    }

    [Fact]
    public void The_command_talks_to_the_engine_that_the_API_talks_to()
    {
        var command = Create(Builder.BuildKit);

        Assert.Equal("unix:///tmp/engine.sock", command.Environment["DOCKER_HOST"]);
        Assert.Null(command.Environment["DOCKER_CONTEXT"]);
    }

    [Fact]
    public void The_classic_builder_of_an_old_engine_is_not_asked_for_a_platform() =>
        Assert.DoesNotContain("--platform", Create(Builder.Classic, new Version(1, 37)).Arguments);

    [Theory]
    [InlineData(Builder.Buildx)]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    [InlineData(Builder.Podman)]
    internal void A_Dockerfile_of_another_name_is_named(Builder builder)
    {
        string[] arguments = [.. Create(builder, request: Request with { Dockerfile = "ci/Dockerfile.dev" }).Arguments];

        Assert.Equal(["--file", "ci/Dockerfile.dev", "-"], arguments[^3..]);
    }

    [Fact]
    public void Podman_writes_the_format_that_keeps_its_ID_when_saved()
    {
        var command = Create(Builder.Podman);

        Assert.Equal(["build", "--format", "docker"], command.Arguments.Take(3));
        Assert.Null(command.Environment["CONTAINER_HOST"]);
    }

    private static ToolCommand Create(Builder builder, Version? api = null, BuildRequest? request = null) =>
        BuildCommandLine.Create(
            new BuildClient("/usr/bin/docker", "20.10.24", builder),
            EngineEndpoint.OfSocket("/tmp/engine.sock"),
            new EngineEnvironment(ImmutableSortedDictionary<string, string>.Empty),
            new EngineServer(EngineKind.Docker, "20.10.24", api ?? new Version(1, 41), "overlay2", null, false),
            request ?? Request,
            ["id=token,env=TOKEN"],
            "/tmp/id");
}
