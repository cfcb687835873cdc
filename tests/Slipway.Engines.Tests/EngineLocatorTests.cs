using System.Collections.Immutable;
using System.Net.Sockets;
using Slipway.Engines.Api;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests;

public sealed class EngineLocatorTests(SharedDocker docker) : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_any_engine_the_error_says_how_to_get_one()
    {
        var error = await FailAsync(Empty(), null);

        Assert.Equal(EngineCodes.NoEngine, error.Diagnostics[0].Code);
        Assert.Contains("Install Docker", error.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker", "docker.sock")]
    [InlineData("podman", "podman.sock")]
    public async Task A_chosen_engine_that_is_not_there_is_named_with_its_socket(string option, string socket)
    {
        var error = await FailAsync(Empty(), option);

        Assert.Equal(EngineCodes.NotReachable, error.Diagnostics[0].Code);
        Assert.Contains(socket, error.Message, StringComparison.Ordinal);
        Assert.Contains("the socket does not exist", error.Message, StringComparison.Ordinal);
        Assert.Contains("chosen by --engine", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DOCKER_HOST_that_leads_nowhere_is_an_error_even_if_another_engine_runs()
    {
        var environment = docker.Docker.Environment;
        string path = Path.Combine(_folder.Path, "gone.sock");
        environment = environment with { Variables = environment.Variables.SetItem("DOCKER_HOST", $"unix://{path}") };

        var error = await FailAsync(environment, null);

        Assert.Equal(EngineCodes.NotReachable, error.Diagnostics[0].Code);
        Assert.Contains($"unix://{path} (DOCKER_HOST)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_where_nothing_listens_is_told_from_one_that_is_not_there()
    {
        string path = _folder.Write("dead.sock", "as an engine leaves it that did not shut down");

        var error = await FailAsync(Empty("DOCKER_HOST", $"unix://{path}"), null);

        Assert.Contains("nothing listens there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_that_may_not_be_used_has_a_remedy_of_its_own()
    {
        var cause = new HttpRequestException("…", new SocketException((int)SocketError.AccessDenied));

        var diagnostic = ApiErrors.NotReachable(EngineEndpoint.OfSocket("/var/run/docker.sock"), "DOCKER_HOST", cause);

        Assert.Equal(EngineCodes.PermissionDenied, diagnostic.Code);
        Assert.Contains("/var/run/docker.sock", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("usermod -aG docker", diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh://host")]
    [InlineData("nonsense")]
    [InlineData("unix://relative.sock")]
    public async Task An_address_of_another_kind_is_an_error(string address)
    {
        var error = await FailAsync(Empty("DOCKER_HOST", address), null);

        Assert.Equal(EngineCodes.UnsupportedAddress, error.Diagnostics[0].Code);
        Assert.Contains(address, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_whose_images_are_in_containerds_store_is_refused_before_anything_is_asked_of_it()
    {
        await using var stand = new InfoServer("""[["driver-type", "io.containerd.snapshotter.v1"]]""");

        var error = await FailAsync(Empty("DOCKER_HOST", stand.Address), null);

        Assert.Equal(EngineCodes.UnsupportedStore, error.Diagnostics[0].Code);
        Assert.Equal("SLIP1508", error.Diagnostics[0].Code.ToString());
        Assert.Contains(stand.Address, error.Message, StringComparison.Ordinal);
        Assert.Contains("containerd's store", error.Message, StringComparison.Ordinal);
        Assert.Contains("containerd-snapshotter", error.Diagnostics[0].Remedy, StringComparison.Ordinal);
        Assert.Equal(["/info", "/version"], stand.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Docker_whose_images_are_its_own_is_taken()
    {
        await using var stand = new InfoServer("""[["Backing Filesystem", "extfs"]]""");

        await using var engine = await new EngineLocator(Empty("DOCKER_HOST", stand.Address), TimeProvider.System)
            .LocateAsync(null, null, Token);

        Assert.Equal("29.0.0", engine.Description.Version);
    }

    [Fact]
    public async Task A_misspelt_engine_gets_the_nearest_name()
    {
        var error = await FailAsync(Empty(), "dokcer");

        Assert.Equal(EngineCodes.UnknownEngine, error.Diagnostics[0].Code);
        Assert.Equal("Write 'docker'", error.Diagnostics[0].Remedy);
    }

    [Fact]
    public async Task The_option_goes_before_the_configuration()
    {
        await using var engine = await new EngineLocator(docker.Docker.Environment, TimeProvider.System)
            .LocateAsync("docker", "podman", Token);

        Assert.Equal("docker", engine.Description.Name);
    }

    [Fact]
    public async Task The_engine_that_DOCKER_HOST_names_is_described()
    {
        await using var engine = await new EngineLocator(docker.Docker.Environment, TimeProvider.System)
            .LocateAsync(null, null, Token);

        Assert.Equal("docker", engine.Description.Name);
        Assert.Matches("^[0-9]+\\.", engine.Description.Version);
        Assert.Equal($"unix://{docker.Docker.Socket}", engine.Description.Endpoint);
        Assert.Contains("slipway-dockerd-", engine.Description.Root, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_command_is_started_before_something_is_built_or_run()
    {
        string mark = Path.Combine(_folder.Path, "started");
        string command = Path.Combine(_folder.Path, "docker");
        File.WriteAllText(command, $"#!/bin/sh\n: > '{mark}'\necho 'Docker version 20.10.24, build 1'\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var engine = await new EngineLocator(
            Empty("DOCKER_HOST", $"unix://{docker.Docker.Socket}"), TimeProvider.System).LocateAsync(null, null, Token);

        Assert.Null(await engine.FindAsync("slipway-test/nothing:latest", Token));
        Assert.Empty(await engine.FindTagsAsync("slipway-test/nothing", Token));
        Assert.False(File.Exists(mark));

        Assert.Equal("buildkit", (await engine.DescribeBuilderAsync(Token)).Name);
        Assert.True(File.Exists(mark));
    }

    [Fact]
    public async Task The_engine_of_Dockers_current_context_is_found()
    {
        _folder.Write("config.json", """{"currentContext": "mine"}""");
        _folder.Write(
            $"contexts/meta/{Sha256Digest.Of("mine"u8)}/meta.json",
            "{\"Name\":\"mine\",\"Endpoints\":{\"docker\":{\"Host\":\"unix://" + docker.Docker.Socket + "\"}}}");

        await using var engine = await new EngineLocator(Empty("DOCKER_CONFIG", _folder.Path), TimeProvider.System)
            .LocateAsync(null, null, Token);

        Assert.Equal($"unix://{docker.Docker.Socket}", engine.Description.Endpoint);
    }

    [Fact]
    public async Task A_context_that_does_not_exist_stops_what_would_be_built_elsewhere()
    {
        var environment = docker.Docker.Environment with
        {
            Variables = docker.Docker.Environment.Variables
                .Remove("DOCKER_HOST")
                .SetItem("DOCKER_CONTEXT", "gone")
                .SetItem("DOCKER_CONFIG", _folder.Path),
            DockerSocket = docker.Docker.Socket,
        };

        Assert.Equal(EngineCodes.ContextMissing, (await FailAsync(environment, null)).Diagnostics[0].Code);
        var probes = await new EngineLocator(environment, TimeProvider.System).ProbeAsync(Token);
        Assert.Contains("'gone'", probes[0].Problem, StringComparison.Ordinal);
        Assert.True(Assert.Single(probes, probe => probe.Origin == "the default socket").Reachable);
    }

    [Fact]
    public async Task An_engine_without_its_command_still_finds_images_but_cannot_build()
    {
        var environment = Empty("DOCKER_HOST", $"unix://{docker.Docker.Socket}");
        await using var engine = await new EngineLocator(environment, TimeProvider.System).LocateAsync(
            null, null, Token);

        Assert.Null(await engine.FindAsync("slipway-test/nothing:latest", Token));
        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => engine.BuildAsync(Contexts.Request("FROM scratch"), _ => { }, Token));
        Assert.Equal(EngineCodes.ClientMissing, error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_probe_tells_of_every_place_whether_it_answers()
    {
        var environment = docker.Docker.Environment with { DockerSocket = Path.Combine(_folder.Path, "docker.sock") };

        var probes = await new EngineLocator(environment, TimeProvider.System).ProbeAsync(Token);

        var reachable = Assert.Single(probes, probe => probe.Origin == "DOCKER_HOST");
        Assert.True(reachable.Reachable);
        Assert.NotNull(reachable.StorageDriver);
        Assert.NotNull(reachable.ApiVersion);
        Assert.NotNull(reachable.Builder);
        var missing = Assert.Single(probes, probe => probe.Origin == "the default socket");
        Assert.False(missing.Reachable);
        Assert.Contains("the socket does not exist", missing.Problem, StringComparison.Ordinal);
    }

    private static async Task<SlipwayException> FailAsync(EngineEnvironment environment, string? option) =>
        await Assert.ThrowsAsync<SlipwayException>(
            () => new EngineLocator(environment, TimeProvider.System).LocateAsync(option, null, Token));

    /// <summary>A machine without any engine.</summary>
    private EngineEnvironment Empty(string name = "NOTHING", string value = "") =>
        new(ImmutableSortedDictionary<string, string>.Empty.Add("PATH", _folder.Path).Add(name, value))
        {
            DockerSocket = Path.Combine(_folder.Path, "docker.sock"),
            PodmanSocket = Path.Combine(_folder.Path, "podman.sock"),
        };
}
