using Slipway.Application.Builds;
using Slipway.Application.Planning;
using Slipway.Application.Retention;
using Slipway.Application.Workspaces;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Retention;

/// <summary>A tree in git with a policy, its store, and an engine in memory; the clock is a test's.</summary>
internal sealed class PolicyTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-policy-");

    /// <param name="policy">What stands below <c>retention:</c>; null for no policy.</param>
    public PolicyTree(string? policy)
    {
        Configure(policy);
        Write("images/base/Dockerfile", "FROM scratch\nCOPY words /\n");
        Write("images/base/words", "one");
        Write("images/app/Dockerfile", "FROM base\n");
        Git("init", "--quiet", "--initial-branch=main");
        Commit();
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public ScriptedEngine Engine { get; } = new();

    public RecordedFeedback Feedback { get; } = new();

    public string Root => Path.Join(_folder.FullName, "tree");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Configure(string? policy, string prefix = "test") => Write(
        "slipway.yml",
        $"prefix: {prefix}\nfolder: images\nlevels: {{ 3: [release] }}\n"
        + (policy is null ? string.Empty : $"retention:\n  {policy}\n"));

    public PolicyTree Write(string path, string content)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    public PolicyTree Git(params string[] arguments)
    {
        GitTool.Run(Root, arguments);
        return this;
    }

    public PolicyTree Commit()
    {
        Git("add", "--all");
        return Git("commit", "--quiet", "--allow-empty", "--message", "change");
    }

    public Workspace Open(string? level = null, Func<Stream>? input = null) => Workspace.Open(
        new WorkspaceSettings
        {
            Root = Root,
            Home = Path.Join(_folder.FullName, "home"),
            Clock = Clock,
            Push = new PushOptions { Level = level },
            OpenStandardInput = input ?? (static () => Stream.Null),
        },
        Feedback,
        Engine,
        Cancel);

    /// <summary>Builds what is to be built, with other words in the base.</summary>
    /// <returns>The digest of each image.</returns>
    public async Task<Dictionary<string, InputsDigest>> BuildAsync(string? words = null, string? level = null)
    {
        if (words is not null)
        {
            Write("images/base/words", words);
        }

        await using var workspace = Open(level);
        var plan = await workspace.PlanAsync(workspace.Select([]), force: false, Cancel);
        var outcomes = await workspace.BuildAsync(plan, new BuildOptions { Parallelism = 1 }, Cancel);
        Assert.All(outcomes, outcome => Assert.True(outcome.IsAvailable, string.Join('\n', outcome.Diagnostics)));
        return plan.Plan.Images.ToDictionary(image => image.Name.Value, image => image.Digest);
    }

    public async Task<PreparedPlan> PlanAsync()
    {
        await using var workspace = Open();
        return await workspace.PlanAsync(workspace.Select([]), force: false, Cancel);
    }

    public async Task<GcReport> CollectAsync(bool planOnly = false, params string[] inUse)
    {
        await using var workspace = Open();
        return await workspace.Store.CollectAsync(planOnly, [.. inUse], Cancel);
    }

    public async Task<Diagnostic> FailureAsync(params string[] inUse)
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => CollectAsync(false, inUse));
        return failure.Diagnostics[0];
    }

    public async Task<Forecast> ForecastAsync(double days)
    {
        await using var workspace = Open();
        return await workspace.ForecastAsync(TimeSpan.FromDays(days), Cancel);
    }

    public PolicyTree Advance(double days)
    {
        Clock.Advance(TimeSpan.FromDays(days));
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
