using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Builds;
using Slipway.Application.TaskBuilds;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Codes;

namespace Slipway.Application.Tests.TaskBuilds;

/// <summary>What a task verifies, and what it hands on; with an engine that does as it is told.</summary>
public sealed class TaskBuilderTests : IDisposable
{
    private readonly TaskBench _bench = new();
    private readonly ScriptedEngine _engine = new();

    [Fact]
    public async Task A_context_becomes_an_image_with_its_labels_arguments_and_platform()
    {
        var settings = _bench.Ask("base", Tars.Of("FROM scratch\n", ("file", [1]))) with
        {
            Args = ImmutableSortedDictionary<string, string>.Empty.Add("WHO", "me"),
            Digest = InputsDigest.Of("inputs"u8),
        };

        var (result, file) = await _bench.RunAsync(settings, _engine);

        var request = Assert.Single(_engine.Requests);
        Assert.Equal("base", request.Labels["dev.slipway.image"]);
        Assert.Equal(settings.Digest.ToString(), request.Labels["dev.slipway.digest"]);
        Assert.Equal("me", request.Args["WHO"]);
        Assert.True(request.NoCache);
        Assert.Equal(Sha256Digest.Of(file), result.File.Sha256);
        Assert.Equal(result.Image.ImageHash, (await _bench.TakeAsync(file)).ImageHash);
        Assert.Empty(_engine.Tags);
        Assert.Empty(_bench.Warnings);
    }

    [Fact]
    public async Task A_parent_is_built_on_under_a_name_that_no_registry_has_and_that_is_gone_afterwards()
    {
        var parent = _bench.Publish(1, await BuildBaseAsync());

        var (result, _) = await _bench.RunAsync(
            _bench.Ask("app", Tars.Of("ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n")) with
            {
                ParentTask = parent,
            },
            _engine);

        string from = Assert.Single(_engine.Froms);
        Assert.StartsWith("slipway.invalid/", from, StringComparison.Ordinal);
        Assert.Equal(from, _engine.Requests.Last().Args["DOCKER_IMAGE_PARENT"]);
        Assert.Equal(2, result.Image.DiffIds.Length);
        Assert.Empty(_engine.Tags);
        Assert.Empty(_bench.Warnings);
    }

    [Fact]
    public async Task Parents_that_the_Dockerfile_names_are_each_put_in_their_places()
    {
        byte[] file = await BuildBaseAsync();
        var settings = _bench.Ask("app", Tars.Of("FROM tools AS one\nFROM registry.example/x/base:1.0\n")) with
        {
            Parents = ImmutableSortedDictionary<string, TaskId>.Empty
                .Add("tools", _bench.Publish(1, file))
                .Add("base", _bench.Publish(2, file)),
        };

        await _bench.RunAsync(settings, _engine);

        Assert.StartsWith("slipway.invalid/", Assert.Single(_engine.Froms), StringComparison.Ordinal);
        Assert.Empty(_engine.Tags);
    }

    [Fact]
    public async Task A_parent_that_its_worker_did_not_sign_for_is_refused()
    {
        byte[] file = await BuildBaseAsync();
        var parent = _bench.Publish(1, file);
        _bench.Tasks.Sign(parent, ArtifactName.Image, Sha256Digest.Of("another"u8));

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => RunOnAsync(parent));

        Assert.Equal(TrustCodes.ArtifactMismatch, refused.Diagnostics[0].Code);
        Assert.Equal(ExitCode.CheckFailed, refused.ExitCode);
        Assert.Single(_engine.Built);
        Assert.Empty(_engine.Tags);
    }

    [Fact]
    public async Task A_parent_without_a_signature_is_a_warning()
    {
        await RunOnAsync(_bench.Publish(1, await BuildBaseAsync(), isSigned: false));

        Assert.Equal(TrustCodes.ArtifactUnattested, Assert.Single(_bench.Warnings).Code);
    }

    [Fact]
    public async Task A_parent_that_is_gone_is_named()
    {
        var refused = await Assert.ThrowsAsync<SlipwayException>(() => RunOnAsync(MemoryTasks.Id(9)));

        Assert.Equal(TaskBuildCodes.ParentGone, refused.Diagnostics[0].Code);
        Assert.Contains(MemoryTasks.Id(9).Value, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parent", true)]
    [InlineData("docker-image", true)]
    [InlineData("docker-image", false)]
    public async Task The_tasks_own_chain_of_trust_has_to_name_the_parent(string key, bool isNamed)
    {
        var parent = _bench.Publish(1, await BuildBaseAsync());
        _bench.Tasks.Define(
            TaskBench.Own, Inputs(key, isNamed ? parent : MemoryTasks.Id(7)));

        await RunOnAsync(parent, TaskBench.Own);

        Assert.Equal(isNamed ? [] : [TaskBuildCodes.ParentUnnamed], _bench.Warnings.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("PARENT_TASK_ID", true)]
    [InlineData("SLIPWAY_PARENTS", true)]
    [InlineData("PARENT_TASK_ID", false)]
    public async Task The_environment_that_was_planned_names_the_parent_too(string variable, bool isNamed)
    {
        var parent = _bench.Publish(1, await BuildBaseAsync());
        var named = isNamed ? parent : MemoryTasks.Id(7);
        var value = new JsonObject { ["base"] = named.Value };
        _bench.Tasks.Define(TaskBench.Own, new JsonObject
        {
            ["payload"] = new JsonObject
            {
                ["env"] = new JsonObject
                {
                    [variable] = variable == "PARENT_TASK_ID" ? named.Value : value.ToJsonString(),
                },
            },
        }.ToJsonString());

        if (isNamed)
        {
            await RunOnAsync(parent, TaskBench.Own);
            Assert.Empty(_bench.Warnings);
        }
        else
        {
            var refused = await Assert.ThrowsAsync<SlipwayException>(() => RunOnAsync(parent, TaskBench.Own));
            Assert.Equal(TaskBuildCodes.ParentMismatch, refused.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task A_chain_of_trust_that_names_another_parent_stops_the_build()
    {
        var parent = _bench.Publish(1, await BuildBaseAsync());
        _bench.Tasks.Define(TaskBench.Own, Inputs("parent", MemoryTasks.Id(7)));

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => RunOnAsync(parent, TaskBench.Own));

        Assert.Equal(TaskBuildCodes.ParentMismatch, refused.Diagnostics[0].Code);
        Assert.Equal(ExitCode.CheckFailed, refused.ExitCode);
        Assert.Equal(0, _engine.Loads);
    }

    [Fact]
    public async Task A_task_that_no_Queue_knows_is_a_warning()
    {
        await RunOnAsync(_bench.Publish(1, await BuildBaseAsync()), TaskBench.Own);

        Assert.Equal(TaskBuildCodes.TaskUnknown, Assert.Single(_bench.Warnings).Code);
    }

    [Fact]
    public async Task Output_that_the_engine_kept_back_is_told_once()
    {
        _engine.Says =
        [
            "#5 0.1 one", "#5 0.2 [output clipped, log limit 200KiB/s reached]",
            "#5 0.3 [output clipped, log limit 2MiB reached]",
        ];

        await _bench.RunAsync(_bench.Ask("base", Tars.Of("FROM scratch\n")), _engine);

        var warning = Assert.Single(_bench.Warnings);
        Assert.Equal(BuildCodes.LogIncomplete, warning.Code);
        Assert.Equal(
            "The log of base is incomplete: the engine shows no more than 200KiB/s of a step", warning.Message);
        Assert.Null(Assert.Single(_engine.Requests).LoggedAs);
    }

    [Fact]
    public async Task A_context_that_is_gone_is_named()
    {
        var settings = _bench.Ask("app", Tars.Of("FROM scratch\n")) with { ContextTask = MemoryTasks.Id(9) };

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => _bench.RunAsync(settings, _engine));

        Assert.Equal(TaskBuildCodes.ContextGone, refused.Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_context_with_another_hash_is_not_built()
    {
        var settings = _bench.Ask("app", Tars.Of("FROM scratch\n")) with { ContextHash = Sha256Digest.Of("other"u8) };

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => _bench.RunAsync(settings, _engine));

        Assert.Equal(TaskBuildCodes.ContextMismatch, refused.Diagnostics[0].Code);
        Assert.Empty(_engine.Built);
    }

    [Fact]
    public async Task A_base_that_somebody_left_in_the_engine_is_not_built_on()
    {
        _engine.Hold("debian:12", ("dev.slipway.image", "debian"));

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => _bench.RunAsync(_bench.Ask("app", Tars.Of("FROM debian:12\n")), _engine));

        Assert.Equal(BuildCodes.LocalBase, refused.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData("parent.tar")]
    [InlineData("context.tar.gz")]
    public async Task A_file_of_the_machine_that_is_something_else_is_named(string damaged)
    {
        byte[] context = Tars.Of("FROM $DOCKER_IMAGE_PARENT\n");
        string contextFile = Path.Join(_bench.Folder, "context.tar.gz");
        string parentFile = Path.Join(_bench.Folder, "parent.tar");
        await File.WriteAllBytesAsync(contextFile, Tars.Gzip(context), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(parentFile, await BuildBaseAsync(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Join(_bench.Folder, damaged), "no archive", TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => _bench.RunAsync(
            _bench.Ask("app", context) with
            {
                ContextFile = contextFile,
                ContextTask = null,
                ParentFile = parentFile,
                ParentTask = MemoryTasks.Id(9),
            },
            _engine));

        Assert.StartsWith(
            Path.Join(_bench.Folder, damaged), refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_the_machine_are_taken_without_any_service()
    {
        byte[] context = Tars.Of("FROM $DOCKER_IMAGE_PARENT\n");
        string contextFile = Path.Join(_bench.Folder, "context.tar.gz");
        string parentFile = Path.Join(_bench.Folder, "parent.tar.zst");
        await File.WriteAllBytesAsync(contextFile, Tars.Gzip(context), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(parentFile, await BuildBaseAsync(), TestContext.Current.CancellationToken);

        var (result, _) = await _bench.RunAsync(
            _bench.Ask("app", context) with
            {
                ContextFile = contextFile,
                ContextTask = null,
                ParentFile = parentFile,
                ParentTask = MemoryTasks.Id(9),
            },
            _engine);

        Assert.Equal(2, result.Image.DiffIds.Length);
    }

    [Fact]
    public async Task The_file_becomes_an_artifact_that_expires_with_its_task()
    {
        _bench.Tasks.Define(TaskBench.Own, """{"expires": "2027-01-02T03:04:05.000Z"}""");
        var settings = _bench.Ask("base", Tars.Of("FROM scratch\n")) with { Task = TaskBench.Own, Run = 2 };

        var (result, file) = await _bench.RunAsync(settings, _engine, upload: true);

        var (upload, content) = Assert.Single(_bench.Tasks.Uploads);
        Assert.Equal((TaskBench.Own, 2, ArtifactName.Image), (upload.Task, upload.Run, upload.Name));
        Assert.Equal("application/zstd", upload.ContentType);
        Assert.Equal(
            DateTimeOffset.Parse("2027-01-02T03:04:05Z", System.Globalization.CultureInfo.InvariantCulture),
            upload.Expires);
        Assert.Equal(result.File.Size, upload.Size);
        Assert.Equal(file, content);
    }

    [Fact]
    public async Task Without_a_task_nothing_can_be_uploaded()
    {
        var settings = _bench.Ask("base", Tars.Of("FROM scratch\n"));

        var refused = Assert.Throws<SlipwayException>(() => TaskBuilder.RequireRun(settings));
        var unknown = await Assert.ThrowsAsync<SlipwayException>(
            () => _bench.RunAsync(settings with { Task = TaskBench.Own, Run = 0 }, _engine, upload: true));

        Assert.Equal(TaskBuildCodes.VariableMissing, refused.Diagnostics[0].Code);
        Assert.Equal(TaskBuildCodes.TaskUnknown, unknown.Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_cancelled_build_takes_its_names_back()
    {
        var parent = _bench.Publish(1, await BuildBaseAsync());
        using var stop = new CancellationTokenSource();
        _engine.DuringBuild = async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _bench.RunAsync(
                _bench.Ask("app", Tars.Of("FROM $DOCKER_IMAGE_PARENT\n")) with
                {
                    ParentTask = parent,
                },
                _engine,
                cancellationToken: stop.Token));

        Assert.Empty(_engine.Tags);
    }

    [Fact]
    public async Task No_other_build_has_the_caches_of_a_task()
    {
        const string Dockerfile = "FROM scratch\nRUN --mount=type=cache,id=pip,target=/c true\n";
        string one = await DockerfileOfAsync(Dockerfile);

        Assert.Matches(",id=pip,target=/c,id=[0-9a-f]{32} true", one);
        Assert.NotEqual(one, await DockerfileOfAsync(Dockerfile));
    }

    [Theory]
    [InlineData("FROM debian:12\n", nameof(BuildCodes.NotPinned))]
    [InlineData("FROM scratch\nADD https://example.com/x /x\n", nameof(BuildCodes.DownloadUnchecked))]
    public async Task At_a_protected_level_everything_is_named_by_its_content(string dockerfile, string code)
    {
        _engine.Hold("debian:12");
        var settings = _bench.Ask("app", Tars.Of(dockerfile));
        await _bench.RunAsync(settings, _engine);

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => _bench.RunAsync(settings with { IsProtected = true }, _engine));

        var expected = code == nameof(BuildCodes.NotPinned) ? BuildCodes.NotPinned : BuildCodes.DownloadUnchecked;
        Assert.Equal(expected, Assert.Single(refused.Diagnostics).Code);
    }

    public void Dispose() => _bench.Dispose();

    private async Task<string> DockerfileOfAsync(string dockerfile)
    {
        string sent = string.Empty;
        await _bench.RunAsync(_bench.Ask("app", Tars.Of(dockerfile)), _engine);
        var context = new MemoryStream();
        // The context is gone from the folder; what the engine keeps as the layer is what it was sent.
        await using (
            var saved = await _engine.SaveAsync((await LastAsync()).ImageHash, TestContext.Current.CancellationToken))
        {
            await saved.CopyToAsync(context, TestContext.Current.CancellationToken);
        }

        sent = Encoding.UTF8.GetString(Tars.Read(Tars.Read(context.ToArray())["0/layer.tar"])["Dockerfile"]);
        return sent;

        async Task<EngineImage> LastAsync()
        {
            var packed = _bench
                .Events.OfType<TaskBuildEvent.PhaseBegan>()
                .Last(phase => phase.Phase == TaskBuildPhase.Packing);
            return (await _engine.FindAsync(packed.Subject, TestContext.Current.CancellationToken))!;
        }
    }

    [Fact]
    public async Task A_parent_among_the_dependencies_is_named_as_taskgraph_names_it()
    {
        var parent = _bench.Publish(1, await BuildBaseAsync());
        _bench.Tasks.Define(
            TaskBench.Own,
            $$"""{"dependencies": ["{{MemoryTasks.Id(7)}}", "{{parent}}"], "extra": {"parent": "x"} }""");

        await RunOnAsync(parent, TaskBench.Own);

        Assert.Empty(_bench.Warnings);
    }

    private static string Inputs(string key, TaskId task) =>
        $$"""{"extra": {"chainOfTrust": {"inputs": {"{{key}}": "{{task}}"} } } }""";

    private async Task<byte[]> BuildBaseAsync() =>
        (await _bench.RunAsync(_bench.Ask("base", Tars.Of("FROM scratch\n", ("file", [1, 2, 3]))), _engine)).File;

    private async Task RunOnAsync(TaskId parent, TaskId? own = null) =>
        await _bench.RunAsync(
            _bench.Ask("app", Tars.Of("FROM $DOCKER_IMAGE_PARENT\n")) with
            {
                ParentTask = parent,
                Task = own,
            },
            _engine);
}
