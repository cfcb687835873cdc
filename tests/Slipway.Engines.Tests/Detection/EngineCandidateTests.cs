using System.Collections.Immutable;
using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
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

    [Fact]
    public void An_engine_of_another_place_is_no_substitute_for_that_of_the_context()
    {
        using var folder = new TempFolder();
        folder.Write(
            $"contexts/meta/{Sha256Digest.Of("remote"u8)}/meta.json",
            """{"Name":"remote","Endpoints":{"docker":{"Host":"unix:///c.sock"}}}""");
        var environment = With("DOCKER_CONFIG", folder.Path);
        environment = environment with { Variables = environment.Variables.Add("DOCKER_CONTEXT", "remote") };

        Assert.True(EngineCandidate.List(environment, null)[0].IsBinding);
    }

    [Theory]
    [InlineData(false, null, "does not exist")]
    [InlineData(true, null, "does not exist")]
    [InlineData(true, """{"Endpoints":{"kubernetes":{}}}""", "gives no address")]
    [InlineData(true, """{"Endpoints":{"docker":{"Host":""}}}""", "gives no address")]
    [InlineData(false, "not JSON", "gives no address")]
    public void A_context_that_cannot_be_used_is_an_error_that_names_it_and_its_file(
        bool byVariable, string? content, string said)
    {
        using var folder = new TempFolder();
        string meta = $"contexts/meta/{Sha256Digest.Of("gone"u8)}/meta.json";
        if (content is not null)
        {
            folder.Write(meta, content);
        }

        var environment = With("DOCKER_CONFIG", folder.Path);
        if (byVariable)
        {
            folder.Write("config.json", """{"currentContext": "other"}""");
            environment = environment with { Variables = environment.Variables.Add("DOCKER_CONTEXT", "gone") };
        }
        else
        {
            folder.Write("config.json", """{"currentContext": "gone"}""");
        }

        var problem = EngineCandidate.List(environment, null)[0].Problem!;

        Assert.Equal(EngineCodes.ContextMissing, problem.Code);
        Assert.Contains("'gone'", problem.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Join(folder.Path, meta), problem.Message, StringComparison.Ordinal);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            byVariable ? "DOCKER_CONTEXT" : $"'currentContext' of {folder.Path}/config.json",
            problem.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EngineKind.Podman)]
    [InlineData(EngineKind.Buildah)]
    public void Whoever_chooses_another_engine_may_have_a_context_of_Docker_that_is_gone(EngineKind kind) =>
        Assert.All(
            EngineCandidate.List(With("DOCKER_CONTEXT", "gone"), kind), candidate => Assert.Null(candidate.Problem));

    [Fact]
    public void DOCKER_HOST_counts_before_a_context_that_is_gone()
    {
        var environment = With("DOCKER_CONTEXT", "gone");
        environment = environment with { Variables = environment.Variables.Add("DOCKER_HOST", "tcp://build:2375") };

        Assert.Equal(["tcp://build:2375"], Addresses(environment, null));
    }

    [Fact]
    public void The_default_context_is_none() =>
        Assert.Null(EngineCandidate.List(With("DOCKER_CONTEXT", "default"), null)[0].Problem);

    private static EngineEnvironment With(string name, string value) =>
        Bare with { Variables = Bare.Variables.SetItem(name, value) };

    private static IEnumerable<string?> Addresses(EngineEnvironment environment, EngineKind? kind) =>
        EngineCandidate.List(environment, kind).Select(candidate => candidate.Address);
}
