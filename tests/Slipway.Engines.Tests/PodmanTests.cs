using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Engines.Api;
using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests;

/// <summary>What differs with Podman, and that the rest does not.</summary>
public sealed class PodmanTests(SharedPodman podman)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_is_started_for_the_command_and_ended_with_it()
    {
        var engine = await OpenAsync();
        string socket = engine.Description.Endpoint["unix://".Length..];

        Assert.Equal("podman", engine.Description.Name);
        Assert.Equal("podman", (await engine.DescribeBuilderAsync(Token)).Name);
        Assert.True(Shell.IsRunning(socket));
        await engine.DisposeAsync();

        Assert.False(Shell.IsRunning(socket));
        Assert.False(Directory.Exists(Path.GetDirectoryName(socket)));
    }

    [Fact]
    public async Task A_build_gives_the_image_with_its_arguments_and_labels_and_it_can_be_tagged()
    {
        await using var engine = await OpenAsync();
        string name = Contexts.Unique();
        var request = Contexts.ShellRequest(
            "ARG BASE\nLABEL got=$BASE\nRUN [\"/bin/busybox\", \"mkdir\", \"/made\"]") with
        {
            Args = ImmutableSortedDictionary<string, string>.Empty.Add("BASE", "debian:12"),
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("dev.slipway.image", name),
        };

        var image = await engine.BuildAsync(request, _ => { }, Token);

        Assert.Equal("debian:12", image.Labels["got"]);
        Assert.Equal(name, image.Labels["dev.slipway.image"]);
        await engine.TagAsync(image.ImageHash, $"{name}:latest", Token);
        Assert.Equal(image.ImageHash, (await engine.FindAsync($"{name}:latest", Token))?.ImageHash);
        Assert.Equal(image.ImageHash, (await engine.FindAsync($"localhost/{name}:latest", Token))?.ImageHash);
    }

    [Fact]
    public async Task An_image_is_removed_unless_it_is_tagged()
    {
        await using var engine = await OpenAsync();
        string name = $"slipway.invalid/{Contexts.Unique()}:1";
        var image = await engine.BuildAsync(Contexts.ShellRequest($"LABEL name={name}"), _ => { }, Token);
        await engine.TagAsync(image.ImageHash, name, Token);

        await engine.RemoveAsync(image.ImageHash, Token);

        Assert.Equal(image.ImageHash, (await engine.FindAsync(name, Token))?.ImageHash);
        var other = await engine.BuildAsync(Contexts.ShellRequest($"LABEL other={name}"), _ => { }, Token);
        await engine.RemoveAsync(other.ImageHash, Token);
        Assert.Null(await engine.FindAsync(other.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task It_builds_the_Dockerfile_and_no_Containerfile()
    {
        await using var engine = await OpenAsync();
        var request = Contexts.Request(
            "FROM scratch\nLABEL of=Dockerfile", ("Containerfile", "FROM scratch\nLABEL of=Containerfile"u8.ToArray()));

        Assert.Equal("Dockerfile", (await engine.BuildAsync(request, _ => { }, Token)).Labels["of"]);
    }

    [Fact]
    public async Task What_a_base_makes_builds_carry_out_is_known()
    {
        await using var engine = await OpenAsync();
        string name = $"{Contexts.Unique()}:latest";
        var image = await engine.BuildAsync(
            Contexts.ShellRequest("ONBUILD COPY --from=tool a b\nONBUILD USER x"), _ => { }, Token);
        await engine.TagAsync(image.ImageHash, name, Token);

        Assert.Equal(["COPY --from=tool a b", "USER x"], (await engine.ResolveAsync(name, Token))!.Triggers);
    }

    [Fact]
    public async Task Parents_are_found_under_a_reserved_name_and_under_their_own()
    {
        await using var engine = await OpenAsync();
        string name = Contexts.Unique();
        var parent = await engine.BuildAsync(Contexts.ShellRequest($"LABEL parent={name}"), _ => { }, Token);
        await engine.TagAsync(parent.ImageHash, $"slipway.invalid/{name}:{parent.ImageHash}", Token);
        await engine.TagAsync(parent.ImageHash, $"{name}:latest", Token);

        foreach (string reference in (string[])[$"slipway.invalid/{name}:{parent.ImageHash}", name])
        {
            var child = await engine.BuildAsync(
                Contexts.Request($"FROM {reference}\nLABEL child=yes"), _ => { }, Token);

            Assert.Equal(name, child.Labels["parent"]);
        }
    }

    [Fact]
    public async Task A_failing_step_is_named_with_the_last_lines()
    {
        await using var engine = await OpenAsync();

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(
            Contexts.ShellRequest("RUN [\"/bin/sh\", \"-c\", \"/bin/busybox echo kaboom; exit 7\"]"), _ => { }, Token));

        Assert.Equal(EngineCodes.BuildFailed, error.Diagnostics[0].Code);
        Assert.Contains("exit status 7", error.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("\n  kaboom", error.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_read_in_its_step_and_blotted_out()
    {
        await using var engine = await OpenAsync();
        using var folder = new TempFolder();
        string value = $"value-{Contexts.Unique()}";
        var log = new List<string>();
        var request = Contexts.ShellRequest(
            "RUN --mount=type=secret,id=token [\"/bin/sh\", \"-c\", \"/bin/busybox cat /run/secrets/token\"]") with
        {
            Secrets = [new BuildSecret("token", folder.Write("token", value + "\n"), null)],
        };

        await engine.BuildAsync(request, log.Add, Token);

        Assert.Contains("***", log);
        Assert.DoesNotContain(log, line => line.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cache_mounts_of_two_scopes_are_two_and_of_one_scope_one()
    {
        await using var engine = await OpenAsync();
        string target = $"/cache/{Contexts.Unique()}";

        Assert.Equal("x", await CachedAsync(engine, target, "level-1", noCache: true));
        Assert.Equal("x", await CachedAsync(engine, target, "level-3", noCache: true));
        Assert.Equal("xx", await CachedAsync(engine, target, "level-1", noCache: true));
    }

    /// <summary>What stands in a cache mount after one more character was put there.</summary>
    internal static async Task<string> CachedAsync(
        IImageEngine engine, string target, string scope, bool noCache)
    {
        string dockerfile = Contexts.WithShell
            + $"RUN --mount=type=cache,id={target}/,target={target} "
            + $"[\"/bin/sh\", \"-c\", \"/bin/busybox printf x >> {target}/file; /bin/busybox echo {Contexts.Unique()} "
            + $"held $(/bin/busybox cat {target}/file)\"]";
        var isolated = CacheMounts.Isolate(
            Encoding.UTF8.GetBytes(dockerfile),
            identity => Sha256Digest.Of(Encoding.UTF8.GetBytes(scope + identity)).Short);
        var log = new List<string>();
        await engine.BuildAsync(
            Contexts.Request(
                Encoding.UTF8.GetString(isolated.Span),
                ("busybox", await File.ReadAllBytesAsync(Contexts.Busybox, Token))) with
            {
                NoCache = noCache,
            },
            log.Add,
            Token);
        string line = log.Last(text => text.Contains("held x", StringComparison.Ordinal) && !text.Contains('$'));
        return line[(line.LastIndexOf(' ') + 1)..];
    }

    [Fact]
    public async Task A_saved_image_loads_as_the_same_image()
    {
        await using var engine = await OpenAsync();
        var image = await engine.BuildAsync(
            Contexts.Request("FROM scratch\nCOPY file /", ("file", Contexts.RandomBytes(100_000))), _ => { }, Token);
        var archive = await SavedArchive.ReadAsync(await engine.SaveAsync(image.ImageHash, Token));
        await RemoveAsync(engine, image);

        var result = await engine.LoadAsync(image.Layers, archive.WriteAsync, Token);

        Assert.Equal(1, result.LayersSent);
        Assert.Equal(image.DiffIds, (await engine.FindAsync(image.ImageHash.ToOciString(), Token))?.DiffIds);
    }

    [Fact]
    public async Task A_spoilt_layer_is_refused()
    {
        await using var engine = await OpenAsync();
        var image = await engine.BuildAsync(
            Contexts.Request("FROM scratch\nCOPY file /", ("file", Contexts.RandomBytes(100_000))), _ => { }, Token);
        var archive = await SavedArchive.ReadAsync(await engine.SaveAsync(image.ImageHash, Token));
        await RemoveAsync(engine, image);

        var error = await Assert.ThrowsAsync<SlipwayException>(() =>
            engine.LoadAsync(image.Layers, (_, stream, token) => archive.WriteSpoiltAsync(0, stream, token), Token));

        Assert.Equal(EngineCodes.LoadRefused, error.Diagnostics[0].Code);
        Assert.Null(await engine.FindAsync(image.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task Only_the_layers_that_it_lacks_are_sent()
    {
        await using var engine = await OpenAsync();
        using var pair = await StoredPair.CreateAsync(engine);

        var result = await pair.LoadAsync(engine, Token);

        Assert.Equal((1, 1), (result.LayersSent, result.LayersPresent));
        Assert.InRange(result.BytesSent, StoredPair.OwnLayer, StoredPair.OwnLayer + 50_000);
        Assert.Equal(
            pair.Child.DiffIds, (await engine.FindAsync(pair.Child.ImageHash.ToOciString(), Token))?.DiffIds);
        await engine.TagAsync(pair.Child.ImageHash, "slipway-part:1", Token);
        Assert.Equal(["USER x"], (await engine.ResolveAsync("slipway-part:1", Token))!.Triggers);
    }

    [Fact]
    public async Task Two_that_load_the_same_image_at_once_both_have_it()
    {
        await using var engine = await OpenAsync();
        await using var other = await OpenAsync();
        using var pair = await StoredPair.CreateAsync(engine);

        await Task.WhenAll(pair.LoadAsync(engine, Token), pair.LoadAsync(other, Token));

        Assert.NotNull(await engine.FindAsync(pair.Child.ImageHash.ToOciString(), Token));
        Assert.NotNull(await other.FindAsync(pair.Child.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task A_load_in_part_whose_writer_fails_leaves_no_image()
    {
        await using var engine = await OpenAsync();
        using var pair = await StoredPair.CreateAsync(engine);
        pair.Spoil(pair.Child.DiffIds[1]);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => pair.LoadAsync(engine, Token));

        Assert.Equal(1420, error.Diagnostics[0].Code.Number);
        Assert.Null(await engine.FindAsync(pair.Child.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task A_wrong_byte_on_the_way_is_refused_in_one_line()
    {
        await using var engine = await OpenAsync();
        using var pair = await StoredPair.CreateAsync(engine);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.LoadAsync(
            new EngineImageLayers(pair.Child.ImageHash, pair.Child.DiffIds),
            async (skip, stream, token) =>
            {
                var archive = new MemoryStream();
                await pair.Images.WriteArchiveAsync(pair.Child, [], skip, archive, null, token);
                archive.GetBuffer()[archive.Length - (StoredPair.OwnLayer / 2)] ^= 1;
                await stream.WriteAsync(archive.ToArray(), token);
            },
            Token));

        Assert.Equal(EngineCodes.LoadRefused, error.Diagnostics[0].Code);
        Assert.Contains("igest did not match", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Diagnostics[0].Message);
        Assert.Null(await engine.FindAsync(pair.Child.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task The_containers_exit_code_is_passed_on()
    {
        await using var engine = await OpenAsync();
        var image = await engine.BuildAsync(Contexts.ShellRequest("LABEL for=run"), _ => { }, Token);

        Assert.Equal(7, await engine.RunAsync(image.ImageHash, [], ["/bin/sh", "-c", "exit 7"], Token));
    }

    [Fact]
    public async Task Docker_is_not_Podman_whatever_DOCKER_HOST_says()
    {
        await using var engine = await OpenAsync();
        var environment = podman.Environment;
        environment = environment with
        {
            Variables = environment.Variables.SetItem("DOCKER_HOST", engine.Description.Endpoint),
        };

        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => new EngineLocator(environment, TimeProvider.System).LocateAsync("docker", null, Token));

        Assert.Contains("is Podman", error.Message, StringComparison.Ordinal);
        await using var same = await new EngineLocator(environment, TimeProvider.System).LocateAsync(null, null, Token);
        Assert.Equal("podman", same.Description.Name);
    }

    private static async Task RemoveAsync(IImageEngine engine, EngineImage image)
    {
        using var api = new EngineApi(EngineEndpoint.OfSocket(engine.Description.Endpoint["unix://".Length..]));
        await api.RemoveAsync(image.ImageHash, Token);
        Assert.Null(await engine.FindAsync(image.ImageHash.ToOciString(), Token));
    }

    private Task<IImageEngine> OpenAsync() =>
        new EngineLocator(podman.Environment, TimeProvider.System).LocateAsync("podman", null, Token);
}
