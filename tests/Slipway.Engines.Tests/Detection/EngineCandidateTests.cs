using System.Collections.Immutable;
using Slipway.Engines.Detection;
using Slipway.Engines.Settings;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Detection;

public sealed class EngineCandidateTests
{
    private static readonly EngineEnvironment Bare = new(ImmutableSortedDictionary<string, string>.Empty)
    {
        DockerSocket = "/d.sock",
        PodmanSocket = "/p.sock",
    };

    [Fact]
    public void Docker_comes_before_Podman_and_a_running_Podman_before_one_to_be_started() =>
        Assert.Equal(["unix:///d.sock", "unix:///p.sock", null, null], Addresses(Bare, null));

    [Fact]
    public void Buildah_comes_last() =>
        Assert.Equal(EngineKind.Buildah, EngineCandidate.List(Bare, null)[^1].Kind);

    [Fact]
    public void Whoever_chooses_Buildah_may_have_DOCKER_HOST_set_for_Docker() =>
        Assert.Equal(
            [EngineKind.Buildah],
            EngineCandidate
                .List(With("DOCKER_HOST", "tcp://build:2375"), EngineKind.Buildah)
                .Select(candidate => candidate.Kind));

    [Fact]
    public void DOCKER_HOST_is_the_only_place_when_it_is_set() =>
        Assert.Equal(["tcp://build:2375"], Addresses(With("DOCKER_HOST", "tcp://build:2375"), null));

    [Fact]
    public void Whoever_chooses_Podman_may_have_DOCKER_HOST_set_for_Docker() =>
        Assert.Equal(
            ["tcp://build:2375", "unix:///p.sock", null],
            Addresses(With("DOCKER_HOST", "tcp://build:2375"), EngineKind.Podman));

    [Fact]
    public void An_empty_variable_is_an_unset_one() =>
        Assert.Equal(["unix:///d.sock"], Addresses(With("DOCKER_HOST", ""), EngineKind.Docker));

    [Fact]
    public void The_current_context_of_Docker_comes_first()
    {
        using var folder = new TempFolder();
        folder.Write("config.json", """{"currentContext": "remote"}""");
        folder.Write(
            $"contexts/meta/{Sha256Digest.Of("remote"u8)}/meta.json",
            """{"Name":"remote","Endpoints":{"docker":{"Host":"unix:///c.sock"}}}""");

        Assert.Equal(
            ["unix:///c.sock", "unix:///d.sock"], Addresses(With("DOCKER_CONFIG", folder.Path), EngineKind.Docker));
    }

    private static EngineEnvironment With(string name, string value) =>
        Bare with { Variables = Bare.Variables.SetItem(name, value) };

    private static IEnumerable<string?> Addresses(EngineEnvironment environment, EngineKind? kind) =>
        EngineCandidate.List(environment, kind).Select(candidate => candidate.Address);
}
