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

    private void Write(string path, string content)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }

    private sealed class RecordedFeedback : IFeedback, IBuildDisplay
    {
        public ConcurrentQueue<BuildEvent> Events { get; } = new();

        public List<Diagnostic> Warnings { get; } = [];

        public List<string> Shown { get; } = [];

        public void Warn(IEnumerable<Diagnostic> warnings) => Warnings.AddRange(warnings);

        public void Note(string line) => Shown.Add(line);

        public Task<T> ShowAsync<T>(string what, Func<IProgress<long>?, Task<T>> work)
        {
            Shown.Add(what);
            return work(null);
        }

        public IBuildDisplay StartBuild(BuildPlan plan) => this;

        public void Report(BuildEvent happened) => Events.Enqueue(happened);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
