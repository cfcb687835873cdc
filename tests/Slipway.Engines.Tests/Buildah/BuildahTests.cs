using System.Collections.Immutable;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Buildah;

/// <summary>The engine that is a command.</summary>
public sealed class BuildahTests(SharedBuildah buildah)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_what_it_is_and_where_its_images_are()
    {
        await using var engine = await buildah.OpenAsync();

        Assert.Equal("buildah", engine.Description.Name);
        Assert.Equal("buildah", (await engine.DescribeBuilderAsync(Token)).Name);
        Assert.Equal($"containers-storage:{engine.Description.Root}", engine.Description.Endpoint);
        Assert.EndsWith("/graph", engine.Description.Root, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_removed_unless_it_is_tagged()
    {
        await using var engine = await buildah.OpenAsync();
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
    public async Task It_is_found_when_nothing_else_is_there()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "buildah"), Needed.Find("buildah") ?? "/none");
        var environment = buildah.Environment;
        environment = environment with
        {
            Variables = environment
                .Variables.SetItem("PATH", folder.Path)
                .Remove("XDG_RUNTIME_DIR")
                .SetItem("DOCKER_CONFIG", folder.Path),
            DockerSocket = Path.Combine(folder.Path, "no-docker.sock"),
            PodmanSocket = Path.Combine(folder.Path, "no-podman.sock"),
        };

        await using var engine = await new EngineLocator(environment, TimeProvider.System).LocateAsync(
            null, null, Token);

        Assert.Equal("buildah", engine.Description.Name);
    }

    [Fact]
    public async Task Chosen_and_not_there_it_is_an_error_that_says_how_to_get_it()
    {
        var environment = new EngineEnvironment(
            ImmutableSortedDictionary<string, string>.Empty.Add("PATH", "/nowhere"));

        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => new EngineLocator(environment, TimeProvider.System).LocateAsync("buildah", null, Token));

        Assert.Equal(EngineCodes.ClientMissing, error.Diagnostics[0].Code);
        Assert.Contains("package buildah", error.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_driver_that_does_not_work_is_an_error_that_names_one_that_does()
    {
        var environment = buildah.Environment;
        environment = environment with { Variables = environment.Variables.SetItem("STORAGE_DRIVER", "nonsense") };

        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => new EngineLocator(environment, TimeProvider.System).LocateAsync("buildah", null, Token));

        Assert.Equal(EngineCodes.BuildahUnusable, error.Diagnostics[0].Code);
        Assert.Contains("nonsense", error.Message, StringComparison.Ordinal);
        Assert.Contains("STORAGE_DRIVER=vfs", error.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_builds_the_Dockerfile_and_no_Containerfile()
    {
        await using var engine = await buildah.OpenAsync();
        var request = Contexts.Request(
            "FROM scratch\nLABEL of=Dockerfile", ("Containerfile", "FROM scratch\nLABEL of=Containerfile"u8.ToArray()));

        Assert.Equal("Dockerfile", (await engine.BuildAsync(request, _ => { }, Token)).Labels["of"]);
    }

    [Fact]
    public async Task Probes_tell_where_it_keeps_its_images()
    {
        var probes = await new EngineLocator(buildah.Environment, TimeProvider.System).ProbeAsync(Token);

        var probe = Assert.Single(probes, probe => probe.Kind == EngineKind.Buildah);
        Assert.True(probe.Reachable);
        Assert.Equal("vfs", probe.StorageDriver);
        Assert.Equal("buildah", probe.Builder);
    }

    [Fact]
    public async Task A_build_gives_the_image_with_its_arguments_and_labels_and_it_can_be_tagged()
    {
        await using var engine = await buildah.OpenAsync();
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
        Assert.NotEmpty(image.DiffIds);
        Assert.True(image.Size > 1_000_000);
        await engine.TagAsync(image.ImageHash, $"{name}:latest", Token);
        Assert.Equal(image.ImageHash, (await engine.FindAsync($"{name}:latest", Token))?.ImageHash);
        Assert.Equal([$"localhost/{name}:latest"], await engine.FindTagsAsync($"localhost/{name}", Token));
        Assert.Equal(image.ImageHash, (await engine.FindAsync(image.ImageHash.ToOciString(), Token))?.ImageHash);
    }

    [Fact]
    public async Task A_build_without_a_cache_runs_every_step_again_and_one_with_it_does_not()
    {
        await using var engine = await buildah.OpenAsync();
        var request = Contexts.ShellRequest(
            $"RUN [\"/bin/sh\", \"-c\", \"/bin/busybox echo {Contexts.Unique()} > /made; /bin/busybox date +%N >> "
            + "/made\"]");
        var first = await engine.BuildAsync(request, _ => { }, Token);

        Assert.Equal(first.DiffIds, (await engine.BuildAsync(request, _ => { }, Token)).DiffIds);
        Assert.NotEqual(
            first.DiffIds, (await engine.BuildAsync(request with { NoCache = true }, _ => { }, Token)).DiffIds);
    }

    [Fact]
    public async Task Parents_are_found_under_a_reserved_name_by_FROM_and_by_COPY()
    {
        await using var engine = await buildah.OpenAsync();
        string reference = $"slipway.invalid/{Contexts.Unique()}:parent";
        var parent = await engine.BuildAsync(Contexts.ShellRequest("LABEL parent=yes"), _ => { }, Token);
        await engine.TagAsync(parent.ImageHash, reference, Token);

        var child = await engine.BuildAsync(
            Contexts.Request(
                $"FROM {reference} AS one\nFROM scratch\nCOPY --from={reference} /bin/sh /sh\nFROM one\nCOPY --from=1 "
                + "/sh /sh"),
            _ => { },
            Token);

        Assert.Equal("yes", child.Labels["parent"]);
        Assert.Equal(parent.DiffIds, child.DiffIds[..parent.DiffIds.Length]);
    }

    [Fact]
    public async Task A_parent_whose_name_is_gone_fails_the_build_because_no_registry_has_it()
    {
        await using var engine = await buildah.OpenAsync();
        string reference = $"slipway.invalid/{Contexts.Unique()}:parent";
        var parent = await engine.BuildAsync(Contexts.ShellRequest("LABEL parent=yes"), _ => { }, Token);
        await engine.TagAsync(parent.ImageHash, reference, Token);
        await engine.UntagAsync(reference, Token);
        await engine.UntagAsync(reference, Token);

        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => engine.BuildAsync(Contexts.Request($"FROM {reference}\nLABEL a=b"), _ => { }, Token));

        Assert.Equal(EngineCodes.BuildFailed, error.Diagnostics[0].Code);
        Assert.Empty(await engine.FindTagsAsync(reference, Token));
    }

    [Fact]
    public async Task A_failing_step_is_named_with_the_last_lines_and_leaves_nothing()
    {
        await using var engine = await buildah.OpenAsync();

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(
            Contexts.ShellRequest("RUN [\"/bin/sh\", \"-c\", \"/bin/busybox echo kaboom; exit 7\"]"), _ => { }, Token));

        Assert.Equal(EngineCodes.BuildFailed, error.Diagnostics[0].Code);
        Assert.Contains("exit status 7", error.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("\n  kaboom", error.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_builder_was_given_is_put_back_before_lines_are_shortened()
    {
        await using var engine = await buildah.OpenAsync();
        string given = string.Concat(Enumerable.Repeat(Contexts.Unique(), 40));
        var request = Contexts.ShellRequest($"RUN : {given}; exit 7\n") with
        {
            Translate = line => line.Replace(given, "what was written", StringComparison.Ordinal),
        };

        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => engine.BuildAsync(request, _ => { }, Token));

        var told = error.Diagnostics[0];
        Assert.Contains("what was written", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(given[..8], told.Message + told.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(given[^8..], told.Message + told.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_read_in_its_step_and_blotted_out()
    {
        await using var engine = await buildah.OpenAsync();
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
    public async Task A_secret_that_gets_into_the_images_configuration_is_found()
    {
        await using var engine = await buildah.OpenAsync();
        using var folder = new TempFolder();
        string value = $"value-{Contexts.Unique()}";
        var request = Contexts.ShellRequest("ARG GIVEN\nENV TAKEN=$GIVEN") with
        {
            Args = ImmutableSortedDictionary<string, string>.Empty.Add("GIVEN", value),
            Secrets = [new BuildSecret("token", folder.Write("token", value + "\n"), null)],
        };

        var error = await Assert.ThrowsAsync<SlipwayException>(() => engine.BuildAsync(request, _ => { }, Token));

        Assert.Equal(SecretCodes.Leaked, Assert.Single(error.Diagnostics).Code);
    }

    [Fact]
    public async Task Cache_mounts_of_two_scopes_are_two_and_of_one_scope_one()
    {
        await using var engine = await buildah.OpenAsync();
        string target = $"/cache/{Contexts.Unique()}";

        Assert.Equal("x", await PodmanTests.CachedAsync(engine, target, "level-1", noCache: true));
        Assert.Equal("x", await PodmanTests.CachedAsync(engine, target, "level-3", noCache: true));
        Assert.Equal("xx", await PodmanTests.CachedAsync(engine, target, "level-1", noCache: true));
    }

    [Fact]
    public async Task An_image_for_another_platform_says_so()
    {
        await using var engine = await buildah.OpenAsync();

        var image = await engine.BuildAsync(
            Contexts.Request("FROM scratch\nCOPY Dockerfile /") with { Platform = "linux/arm64" }, _ => { }, Token);

        Assert.NotEmpty(image.DiffIds);
    }

    [Fact]
    public async Task A_cancelled_build_leaves_no_process_no_container_and_no_file()
    {
        await using var own = new SharedBuildah();
        await using var engine = await own.OpenAsync();
        string mark = $"7{Random.Shared.Next(10_000, 99_999)}";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var build = engine.BuildAsync(
            Contexts.ShellRequest($"RUN [\"/bin/busybox\", \"sleep\", \"{mark}\"]"),
            line =>
            {
                if (line.Contains(mark, StringComparison.Ordinal))
                {
                    stop.CancelAfter(TimeSpan.FromMilliseconds(500));
                }
            },
            stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);

        Assert.False(Shell.IsRunning(mark));
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(own.Temporary),
            path => !path.Contains("buildah-cache", StringComparison.Ordinal));
        using var containers = System.Text.Json.JsonDocument.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(engine.Description.Root!, "vfs-containers", "containers.json"), Token));
        Assert.Equal(0, containers.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task The_containers_exit_code_is_passed_on_and_the_container_removed()
    {
        await using var engine = await buildah.OpenAsync();
        var image = await engine.BuildAsync(
            Contexts.ShellRequest("ENTRYPOINT [\"/bin/sh\", \"-c\"]\nCMD [\"exit 8\"]"), _ => { }, Token);

        Assert.Equal(8, await engine.RunAsync(image.ImageHash, [], [], Token));
        Assert.Equal(7, await engine.RunAsync(image.ImageHash, [], ["exit 7"], Token));
        Assert.Equal(
            5, await engine.RunAsync(image.ImageHash, ["--workdir", "/bin", "--env", "CODE=5"], ["exit $CODE"], Token));
    }

    [Fact]
    public async Task A_container_that_is_cancelled_is_told_as_such()
    {
        await using var engine = await buildah.OpenAsync();
        var image = await engine.BuildAsync(
            Contexts.ShellRequest("CMD [\"/bin/busybox\", \"sleep\", \"600\"]"), _ => { }, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => engine.RunAsync(image.ImageHash, [], [], stop.Token));
    }

    [Fact]
    public async Task What_it_cannot_do_for_a_container_is_an_error()
    {
        await using var engine = await buildah.OpenAsync();
        var image = await engine.BuildAsync(Contexts.ShellRequest("LABEL for=run"), _ => { }, Token);

        var port = await Assert.ThrowsAsync<SlipwayException>(
            () => engine.RunAsync(image.ImageHash, ["--publish", "80:80"], ["/bin/sh"], Token));
        var nothing = await Assert.ThrowsAsync<SlipwayException>(() => engine.RunAsync(image.ImageHash, [], [], Token));
        var gone = await Assert.ThrowsAsync<SlipwayException>(
            () => engine.RunAsync(ImageHash.Of("none"u8), [], ["/bin/sh"], Token));

        Assert.Equal(EngineCodes.BuildahOption, port.Diagnostics[0].Code);
        Assert.Equal(EngineCodes.NothingToRun, nothing.Diagnostics[0].Code);
        Assert.Equal(EngineCodes.ImageUnknown, gone.Diagnostics[0].Code);
    }
}
