using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Application.Explaining;
using Slipway.Application.Feedback;
using Slipway.Application.Planning;
using Slipway.Application.Running;
using Slipway.Application.Workspaces;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Causes;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Workspaces;

/// <summary>The use cases as a program calls them, without a command line.</summary>
public sealed class WorkspaceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-workspace-");
    private readonly ScriptedEngine _engine = new();
    private readonly RecordedFeedback _feedback = new();

    public WorkspaceTests()
    {
        Write("slipway.yml", "prefix: test\nfolder: images\n");
        Write("images/base/Dockerfile", "FROM scratch\nCOPY words /\n");
        Write("images/base/words", "one");
        Write("images/app/Dockerfile", "FROM base\n");
    }

    [Fact]
    public async Task Opening_a_workspace_opens_nothing()
    {
        await using (var workspace = Workspace.Open(
            new WorkspaceSettings { Root = "/not/there", Home = Home, Backend = "none" }, _feedback, _engine, Cancel))
        {
            var failure = Assert.Throws<SlipwayException>(() => workspace.Catalog);

            Assert.Equal(ExitCode.Usage, failure.ExitCode);
        }

        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task A_tree_is_planned_and_built_and_nothing_is_left_to_build()
    {
        await using var workspace = Open();

        var before = await PlanAsync(workspace);
        var outcomes = await workspace.BuildAsync(before, new BuildOptions { Parallelism = 2 }, Cancel);
        var after = await PlanAsync(workspace);

        Assert.Equal([PlanAction.Build, PlanAction.Build], before.Plan.Images.Select(image => image.Action));
        Assert.Equal([OutcomeKind.Built, OutcomeKind.Built], outcomes.Select(outcome => outcome.Kind));
        Assert.Equal(["base", "app"], _engine.Built);
        Assert.Equal([PlanAction.Reuse, PlanAction.Reuse], after.Plan.Images.Select(image => image.Action));
        Assert.Contains(_feedback.Events, happened => happened is BuildEvent.Finished { Image.Value: "app" });
        Assert.Empty(_feedback.Warnings);
    }

    [Fact]
    public async Task The_engine_is_asked_for_the_platform_of_each_image()
    {
        Write(
            "slipway.yml",
            "prefix: test\nfolder: images\nimages: { base: {}, arm: { definition: base, platform: linux/arm64 } }\n");
        await using var workspace = Open();

        var outcomes = await workspace.BuildAsync(
            await PlanAsync(workspace), new BuildOptions { Parallelism = 1 }, Cancel);

        Assert.All(outcomes, outcome => Assert.Equal(OutcomeKind.Built, outcome.Kind));
        Assert.Equal(
            ["linux/amd64", "linux/amd64", "linux/arm64"],
            _engine.Requests.Select(request => request.Platform).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_built_is_loaded_into_an_engine_that_lost_it()
    {
        await using var workspace = Open();
        await BuildAsync(workspace);
        _engine.Empty();

        var loaded = await workspace.LoadAsync(new LoadRequest.OfTree("app") { Tags = ["app:review"] }, Cancel);

        Assert.Equal("app", loaded.Name?.Value);
        Assert.Equal(["app:review"], _engine.Tags);
        Assert.True(loaded.Transfer.LayersSent > 0);
        Assert.Contains("loading app", _feedback.Shown);
    }

    [Fact]
    public async Task An_image_that_was_never_built_cannot_be_loaded()
    {
        await using var workspace = Open();

        var failure = await Assert.ThrowsAsync<SlipwayException>(
            () => workspace.LoadAsync(new LoadRequest.OfTree("app"), Cancel));

        Assert.Equal(IndexCodes.NotFound, failure.Diagnostics.Single().Code);
    }

    [Fact]
    public async Task A_change_is_explained_down_to_the_file()
    {
        await using (var workspace = Open())
        {
            await BuildAsync(workspace);
        }

        Write("images/base/words", "two");
        await using var changed = Open();

        var answer = await changed.WhyAsync("app", "latest", withPatches: false, Cancel);
        var plan = await changed.ExplainAsync(await PlanAsync(changed), Cancel);

        Assert.Equal(WhyVerdict.Changed, answer.Verdict);
        Assert.Equal("images/base/words", Assert.Single(answer.Explanation!.Causes).Change?.Origin?.TreePath.Value);
        var cause = Assert.IsType<PlanReason.InputsChanged>(
            plan.Images.Single(image => image.Name.Value == "base").Reason);
        Assert.Equal(ComparisonKind.Compared, cause.Explanation![plan.Images[0].Name].Kind);
    }

    [Fact]
    public async Task A_change_that_is_taken_back_makes_latest_the_image_before()
    {
        var good = await BuildOnceAsync("base");
        Write("images/base/words", "two");
        var bad = await BuildOnceAsync("base");
        Write("images/base/words", "one");
        await using var workspace = Open();

        var why = await workspace.WhyAsync("base", "latest", withPatches: false, Cancel);
        var outcome = (await BuildAllAsync(workspace))["base"];

        Assert.NotEqual(good, bad);
        Assert.Equal(WhyVerdict.UpToDate, why.Verdict);
        Assert.Equal(OutcomeKind.Reused, outcome.Kind);
        Assert.Equal(good, (await _engine.FindAsync("base:latest", Cancel))!.ImageHash);
        Assert.Equal(good, (await LatestAsync(workspace, "base")).ImageHash);
        Assert.Empty(_feedback.Warnings);

        // It is said once: the next plan finds everything in order.
        Assert.All((await PlanAsync(workspace)).Plan.Images, image => Assert.Empty(image.Renames));
    }

    [Fact]
    public async Task After_a_change_that_was_taken_back_the_next_one_is_compared_with_what_is_there()
    {
        await BuildOnceAsync("base");
        Write("images/base/words", "two");
        await BuildOnceAsync("base");
        Write("images/base/words", "one");
        await BuildOnceAsync("base");
        Write("images/base/Dockerfile", "FROM scratch\nCOPY words /words\n");
        await using var workspace = Open();

        var why = await workspace.WhyAsync("base", "latest", withPatches: false, Cancel);

        Assert.Equal(
            ["images/base/Dockerfile"],
            why.Explanation!.Causes.Select(cause => cause.Change?.Origin?.TreePath.Value).Distinct());
    }

    [Fact]
    public async Task An_image_under_another_name_is_the_same_image()
    {
        var built = await BuildOnceAsync("base");
        Write("images/app/Dockerfile", "FROM ground\n");
        Directory.Move(Path.Join(Root, "images/base"), Path.Join(Root, "images/ground"));
        await using var workspace = Open();

        var planned = (await PlanAsync(workspace)).Plan.Images.Single(image => image.Name.Value == "ground");
        var why = await workspace.WhyAsync("ground", "latest", withPatches: false, Cancel);
        var outcome = (await BuildAllAsync(workspace))["ground"];

        var reason = Assert.IsType<PlanReason.Found>(planned.Reason);
        Assert.Equal("base", reason.SameAs?.Value);
        Assert.True(reason.IsRenamed);
        Assert.Equal(WhyVerdict.UpToDate, why.Verdict);
        Assert.StartsWith("base, ", why.Against, StringComparison.Ordinal);
        Assert.Equal((OutcomeKind.Reused, built), (outcome.Kind, outcome.ImageHash!.Value));
        Assert.Equal(built, (await _engine.FindAsync("ground:latest", Cancel))!.ImageHash);
        Assert.Equal(built, (await LatestAsync(workspace, "ground")).ImageHash);
        Assert.Null(
            Assert.IsType<PlanReason.Found>(
                (await PlanAsync(workspace)).Plan.Images.Single(image => image.Name.Value == "ground").Reason).SameAs);
    }

    [Fact]
    public async Task Two_images_that_change_their_names_are_built_by_nobody()
    {
        Write("images/app/Dockerfile", "FROM scratch\nCOPY other /\n");
        Write("images/app/other", "x");
        var (app, ground) = (await BuildOnceAsync("app"), await BuildOnceAsync("base"));
        Directory.Move(Path.Join(Root, "images/base"), Path.Join(Root, "images/x"));
        Directory.Move(Path.Join(Root, "images/app"), Path.Join(Root, "images/base"));
        Directory.Move(Path.Join(Root, "images/x"), Path.Join(Root, "images/app"));
        await using var workspace = Open();

        var outcomes = await BuildAllAsync(workspace);

        Assert.All(outcomes.Values, outcome => Assert.Equal(OutcomeKind.Reused, outcome.Kind));
        Assert.Equal(app, (await _engine.FindAsync("base:latest", Cancel))!.ImageHash);
        Assert.Equal(ground, (await _engine.FindAsync("app:latest", Cancel))!.ImageHash);
        Assert.Equal(app, (await LatestAsync(workspace, "base")).ImageHash);
    }

    [Fact]
    public async Task An_image_that_the_engine_lost_is_loaded_to_be_latest_again()
    {
        var good = await BuildOnceAsync("base");
        Write("images/base/words", "two");
        await BuildOnceAsync("base");
        Write("images/base/words", "one");
        _engine.Empty();
        await using var workspace = Open();

        var outcome = (await BuildAllAsync(workspace))["base"];

        Assert.Equal(OutcomeKind.Reused, outcome.Kind);
        Assert.Equal(good, (await LatestAsync(workspace, "base")).ImageHash);
        Assert.Equal(good, (await _engine.FindAsync("base:latest", Cancel))!.ImageHash);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => Path.Join(_folder.FullName, "tree");

    private string Home => Path.Join(_folder.FullName, "home");

    private Workspace Open() =>
        Workspace.Open(new WorkspaceSettings { Root = Root, Home = Home }, _feedback, _engine, Cancel);

    private static Task<PreparedPlan> PlanAsync(Workspace workspace) =>
        workspace.PlanAsync(workspace.Select([]), force: false, Cancel);

    private static async Task BuildAsync(Workspace workspace)
    {
        var outcomes = await workspace.BuildAsync(
            await PlanAsync(workspace), new BuildOptions { Parallelism = 2 }, Cancel);
        Assert.All(outcomes, outcome => Assert.Equal(OutcomeKind.Built, outcome.Kind));
    }

    private static async Task<Dictionary<string, ImageOutcome>> BuildAllAsync(Workspace workspace) =>
        (await workspace.BuildAsync(await PlanAsync(workspace), new BuildOptions { Parallelism = 2 }, Cancel))
        .ToDictionary(outcome => outcome.Planned.Name.Value);

    private async Task<ImageHash> BuildOnceAsync(string image)
    {
        await using var workspace = Open();
        return (await BuildAllAsync(workspace))[image].ImageHash!.Value;
    }

    private static Task<IndexEntry> LatestAsync(Workspace workspace, string image) =>
        workspace.Index.FindAsync($"test.cache.level-1.docker.v2.{image}.latest", Cancel);

    private void Write(string path, string content)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
