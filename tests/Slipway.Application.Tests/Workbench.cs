using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.Building;
using Slipway.Application.Builds;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Lookup;
using Slipway.Core.Planning;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Engines;
using Slipway.Model.Pushes;
using Slipway.Model.Secrets;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Store;
using Slipway.Store.Settings;
using Slipway.Tree;

namespace Slipway.Application.Tests;

/// <summary>A tree on disk, a real store, and an engine that does as it is told.</summary>
internal sealed class Workbench : IDisposable
{
    private string? _project;
    private string? _pullRequest;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-execution-");

    public Workbench()
    {
        Store = EmbeddedStore.Open(new StoreOptions { Home = Path.Join(_folder.FullName, "home") });
        Write("slipway.yml", "prefix: test\nfolder: images\n");
    }

    public EmbeddedStore Store { get; }

    public ScriptedEngine Engine { get; } = new();

    public DateTimeOffset PushDate { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>Signs what is built, or fails to.</summary>
    public IBuildVouching Vouching { get; set; } = NoBuildVouching.Instance;

    /// <summary>Brings what is built to other machines, or fails to.</summary>
    public IBuildSharing Sharing { get; set; } = NoSharing.Instance;

    public ConcurrentQueue<BuildEvent> Events { get; } = new();

    public Backend Backend => new(
        Store.Index,
        Store.Images,
        Store.Images,
        Store.Builds,
        Store.Builds,
        Store.Locks,
        Store.Runs,
        Store.Secret,
        Sharing,
        NoLeases.Instance);

    public Workbench Image(string name, string from, string content = "")
    {
        Write($"images/{name}/Dockerfile", $"FROM {from}\n");
        Write($"images/{name}/content", $"{name} {content}");
        return this;
    }

    public Workbench Write(string path, string text)
    {
        string full = Path.Join(_folder.FullName, "tree", path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    public async Task<BuildPlan> PlanAsync(int level = 1, bool force = false) =>
        (await PlanWithInputsAsync(level, force)).Plan;

    /// <summary>Plans with the index of the store, and with images that are elsewhere.</summary>
    public async Task<(BuildPlan Plan, ImmutableArray<Diagnostic> Warnings)> PlanWithAsync(IImageSource images)
    {
        var made = await PlanWithInputsAsync(level: 1, force: false, images);
        return (made.Plan, made.Warnings);
    }

    public async Task<Dictionary<string, ImageOutcome>> BuildAsync(
        int level = 1,
        bool force = false,
        int parallelism = 4,
        bool index = true,
        CancellationTokenSource? stop = null,
        string? project = null,
        string? pullRequest = null,
        BuildOptions? options = null,
        string? wanted = null)
    {
        _project = project;
        _pullRequest = pullRequest;
        var (plan, _, catalog, tree, inputs) = await PlanWithInputsAsync(level, force, wanted: wanted);
        var executor = new PlanExecutor(tree, catalog, inputs, Backend, Engine, TimeProvider.System)
        {
            Vouching = Vouching,
        };
        var outcomes = await executor.ExecuteAsync(
            plan,
            (options ?? new BuildOptions { Parallelism = parallelism }) with { Index = index },
            Events.Enqueue,
            stop?.Token ?? TestContext.Current.CancellationToken);
        return outcomes.ToDictionary(outcome => outcome.Planned.Name.Value);
    }

    /// <summary>Gives what a plan for an image reuses its names, as a build does before anything else.</summary>
    /// <returns>What it warned of.</returns>
    public async Task<List<Diagnostic>> PublishReusedAsync(
        string image, Func<CancellationToken, Task<IImageEngine>>? engine = null)
    {
        _project = null;
        _pullRequest = null;
        var warnings = new List<Diagnostic>();
        var (plan, _, catalog, _, _) = await PlanWithInputsAsync(level: 1, force: false, wanted: image);
        await new ReusePublisher(catalog, Backend, engine ?? (_ => Task.FromResult<IImageEngine>(Engine))).PublishAsync(
            plan, isIndexed: true, warnings.Add, TestContext.Current.CancellationToken);
        return warnings;
    }

    /// <summary>Checks secrets as a build of the whole tree does.</summary>
    public async Task CheckSecretsAsync(ImmutableArray<BuildSecret> secrets)
    {
        var (plan, _, catalog, _, _) = await PlanWithInputsAsync(level: 1, force: false);
        SecretRules.Check(catalog, plan, secrets);
    }

    private string Blobs => Path.Join(_folder.FullName, "home", "oci", "blobs", "sha256");

    /// <summary>Takes every blob out of the store.</summary>
    public void Hide()
    {
        Directory.Move(Blobs, Blobs + "-hidden");
        Directory.CreateDirectory(Blobs);
    }

    /// <summary>Puts back what was hidden.</summary>
    public void Restore()
    {
        foreach (string hidden in Directory.GetFiles(Blobs + "-hidden"))
        {
            File.Copy(hidden, Path.Join(Blobs, Path.GetFileName(hidden)), overwrite: true);
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<(
        BuildPlan Plan,
        ImmutableArray<Diagnostic> Warnings,
        ImageCatalog Catalog,
        ISourceTree Tree,
        IReadOnlyDictionary<ImageName, ImageInputs> Inputs)> PlanWithInputsAsync(
            int level, bool force, IImageSource? images = null, string? wanted = null)
    {
        var tree = new LocalSourceTree(Path.Join(_folder.FullName, "tree"));
        var reading = CatalogReader.Read(tree, KnownDialects.All);
        Assert.Empty(reading.Diagnostics);
        var problems = new DiagnosticBag();
        var inputs = new DigestCalculator(tree, reading.Catalog.Config, NoDigestCache.Instance)
            .Compute(reading.Catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);
        problems.ThrowIfErrors();
        var now = DateTimeOffset.UtcNow;
        var planner = new Planner(
            reading.Catalog,
            inputs.ToDictionary(pair => pair.Key, pair => pair.Value.Digest),
            new PlanRequest
            {
                Wanted =
                [
                    .. reading.Catalog.ParentsFirst
                        .Select(image => image.Name)
                        .Where(name => wanted is null || name.Value == wanted),
                ],
                Push = new PushContext
                {
                    Level = Level.From(level),
                    PushDate = PushDate,
                    Project = _project,
                    PullRequest = _pullRequest,
                },
                Now = now,
                Force = force,
            });
        var (answers, warnings) = await new IndexReader(Store.Index, images ?? Store.Images)
            .AskAsync(planner.Questions(), TestContext.Current.CancellationToken);
        return (planner.Plan(answers), warnings, reading.Catalog, tree, inputs);
    }
}
