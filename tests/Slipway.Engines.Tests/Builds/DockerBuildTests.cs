using System.Collections.Immutable;
using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Builds;

public sealed class DockerBuildTests(SharedDocker docker)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task A_build_gives_the_image_with_its_arguments_and_labels_and_it_can_be_tagged(Builder builder)
    {
        await using var engine = await docker.OpenAsync(builder);
        string name = Contexts.Unique();
        var log = new List<string>();
        var request = Contexts.ShellRequest(
            "ARG BASE\nLABEL got=$BASE\nRUN [\"/bin/busybox\", \"mkdir\", \"/made\"]") with
        {
            Args = ImmutableSortedDictionary<string, string>.Empty.Add("BASE", "debian:12"),
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("dev.slipway.image", name),
        };

        var image = await engine.BuildAsync(request, log.Add, Token);

        Assert.Equal("debian:12", image.Labels["got"]);
        Assert.Equal(name, image.Labels["dev.slipway.image"]);
        // One for each instruction that changes files: the two of the shell, and RUN.
        Assert.Equal(3, image.DiffIds.Length);
        await engine.TagAsync(image.ImageHash, $"{name}:latest", Token);
        await engine.TagAsync(image.ImageHash, $"registry.example/{name}:1.0", Token);
        Assert.Equal(image.ImageHash, (await engine.FindAsync($"{name}:latest", Token))?.ImageHash);
        Assert.Equal(image.ImageHash, (await engine.FindAsync($"registry.example/{name}:1.0", Token))?.ImageHash);
        Assert.Contains(log, line => line.Contains("mkdir", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task An_image_is_removed_unless_it_is_tagged(Builder builder)
    {
        await using var engine = await docker.OpenAsync(builder);
        string name = $"slipway.invalid/{Contexts.Unique()}:1";
        var image = await engine.BuildAsync(Contexts.ShellRequest($"LABEL name={name}"), _ => { }, Token);
        await engine.TagAsync(image.ImageHash, name, Token);

        await engine.RemoveAsync(image.ImageHash, Token);

        Assert.Equal(image.ImageHash, (await engine.FindAsync(name, Token))?.ImageHash);
        var other = await engine.BuildAsync(Contexts.ShellRequest($"LABEL other={name}"), _ => { }, Token);
        await engine.RemoveAsync(other.ImageHash, Token);
        Assert.Null(await engine.FindAsync(other.ImageHash.ToOciString(), Token));
    }

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task A_failing_step_is_named_with_the_last_lines(Builder builder)
    {
        await using var engine = await docker.OpenAsync(builder);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(
            Contexts.ShellRequest("RUN [\"/bin/sh\", \"-c\", \"/bin/busybox echo kaboom; exit 7\"]"), _ => { }, Token));

        var diagnostic = Assert.Single(error.Diagnostics);
        Assert.Equal(EngineCodes.BuildFailed, diagnostic.Code);
        Assert.Contains("at 'RUN [\"/bin/sh\"", diagnostic.Message, StringComparison.Ordinal);
        Assert.Matches("code: 7$", diagnostic.Message);
        Assert.Contains("\n  kaboom", diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task An_unknown_base_gives_the_engines_own_error(Builder builder)
    {
        await using var engine = await docker.OpenAsync(builder);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(
            Contexts.Request("FROM slipway.invalid/nothing:0123\nLABEL a=b"), _ => { }, Token));

        Assert.Equal(EngineCodes.BuildFailed, error.Diagnostics[0].Code);
        Assert.Contains("slipway.invalid", error.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task A_parent_under_a_reserved_name_is_found_in_the_engine(Builder builder)
    {
        await using var engine = await docker.OpenAsync(builder);
        var parent = await engine.BuildAsync(
            Contexts.ShellRequest($"LABEL parent={Contexts.Unique()}"), _ => { }, Token);
        string reference = $"slipway.invalid/parent:{parent.ImageHash}";
        await engine.TagAsync(parent.ImageHash, reference, Token);

        var child = await engine.BuildAsync(
            Contexts.Request($"FROM {reference}\nLABEL child=yes\nRUN [\"/bin/busybox\", \"true\"]"), _ => { }, Token);

        Assert.Equal(parent.Labels["parent"], child.Labels["parent"]);
        Assert.Equal(parent.DiffIds, child.DiffIds.Take(parent.DiffIds.Length));
    }

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task A_context_that_cannot_be_written_ends_the_build_with_its_own_exception(Builder builder)
    {
        await using var engine = await docker.OpenAsync(builder);
        var failure = new IOException("A file changed while it was read.");
        byte[] context = Contexts.Tar([("Dockerfile", "FROM scratch\nLABEL a=b"u8.ToArray())]);
        var request = Contexts.Request("") with
        {
            WriteContext = async (stream, token) =>
            {
                // Without its last two blocks a tar still reads as a whole one.
                await stream.WriteAsync(context.AsMemory(0, context.Length - 1024), token);
                throw failure;
            },
        };

        var thrown = await Assert.ThrowsAsync<IOException>(() => engine.BuildAsync(request, _ => { }, Token));

        Assert.Same(failure, thrown);
    }

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task Cancellation_leaves_no_process(Builder builder)
    {
        await using var engine = await docker.OpenAsync(builder);
        string mark = Contexts.Unique();
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var request = Contexts.ShellRequest(
            $"RUN [\"/bin/sh\", \"-c\", \"/bin/busybox echo {mark}-runs; /bin/busybox sleep 1000\"]") with
        {
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("mark", mark),
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.BuildAsync(
            request,
            line =>
            {
                if (line.EndsWith($"{mark}-runs", StringComparison.Ordinal))
                {
                    cancel.Cancel();
                }
            },
            cancel.Token));

        // The command has gone; the engine ends the step's container in its own time.
        for (int i = 0; Shell.IsRunning(mark) && i < 200; i++)
        {
            await Task.Delay(50, Token);
        }

        Assert.False(Shell.IsRunning(mark));
    }

    [Theory]
    [InlineData(Builder.BuildKit)]
    [InlineData(Builder.Classic)]
    internal async Task Without_the_cache_every_step_runs_again(Builder builder)
    {
        await using var engine = await docker.OpenAsync(builder);
        var request = Contexts.ShellRequest(
            "RUN [\"/bin/sh\", \"-c\", \"/bin/busybox head -c 16 /dev/urandom > /random\"]");

        var first = await engine.BuildAsync(request, _ => { }, Token);
        var cached = await engine.BuildAsync(request, _ => { }, Token);
        var again = await engine.BuildAsync(request with { NoCache = true }, _ => { }, Token);

        Assert.Equal(first.DiffIds, cached.DiffIds);
        Assert.NotEqual(first.DiffIds[^1], again.DiffIds[^1]);
    }

    [Fact]
    public async Task BuildKit_builds_for_the_platform_that_is_asked_for()
    {
        await using var engine = await docker.OpenAsync();
        var request = Contexts.Request("FROM scratch\nCOPY file /", ("file", [1])) with { Platform = "linux/arm64" };

        var image = await engine.BuildAsync(request, _ => { }, Token);

        using var connection = (await docker.Docker.ConnectAsync()).Api;
        Assert.Equal("linux/arm64", (await connection.FindAsync(image.ImageHash.ToOciString(), Token))?.Platform);
    }

    [Fact]
    public async Task Cache_mounts_of_two_scopes_are_two_and_of_one_scope_one()
    {
        await using var engine = await docker.OpenAsync();
        string target = $"/cache/{Contexts.Unique()}";

        // With --no-cache BuildKit empties a cache mount first.
        Assert.Equal("x", await PodmanTests.CachedAsync(engine, target, "level-1", noCache: false));
        Assert.Equal("x", await PodmanTests.CachedAsync(engine, target, "level-3", noCache: false));
        Assert.Equal("xx", await PodmanTests.CachedAsync(engine, target, "level-1", noCache: false));
    }

    [Fact]
    public async Task An_image_for_another_platform_than_asked_for_is_refused()
    {
        await using var engine = await docker.OpenAsync(Builder.Classic);
        string name = Contexts.Unique();
        var parent = await engine.BuildAsync(Contexts.ShellRequest($"LABEL parent={name}"), _ => { }, Token);
        await engine.TagAsync(parent.ImageHash, $"slipway.invalid/{name}:1", Token);
        var request = Contexts.Request($"FROM slipway.invalid/{name}:1\nLABEL child=yes");
        await engine.BuildAsync(request, _ => { }, Token);

        // The classic builder answers from its cache without looking at the platform.
        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(
            request with { Platform = "linux/arm64" }, _ => { }, Token));

        Assert.Equal(EngineCodes.PlatformMismatch, error.Diagnostics[0].Code);
    }
}
