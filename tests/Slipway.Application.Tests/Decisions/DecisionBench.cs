using System.Collections.Immutable;
using Slipway.Application.Decisions;
using Slipway.Application.Digests;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Decisions.Planning;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tree;

namespace Slipway.Application.Tests.Decisions;

/// <summary>A tree on disk, and decisions about it: base ← left, right ← top.</summary>
internal sealed class DecisionBench : IDisposable
{
    public static TaskId Group { get; } = TaskId.FromBytes("0123456789abcdef"u8);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-decision-");

    public DecisionBench()
    {
        Write("slipway.yml", "prefix: test\nfolder: images\n");
        Write("images/base/Dockerfile", "FROM scratch\nCOPY content /\n");
        Write("images/base/content", "base");
        Write("images/left/Dockerfile", "FROM base\nLABEL side=left\n");
        Write("images/right/Dockerfile", "FROM base\nLABEL side=right\n");
        Write("images/top/Dockerfile", "FROM left\nCOPY --from=right /content /\n");
    }

    public string Root => Path.Join(_folder.FullName, "tree");

    /// <summary>A folder beside the tree.</summary>
    public string Beside(string name) => Path.Join(_folder.FullName, name);

    public ISourceTree Tree => new LocalSourceTree(Root);

    public void Write(string path, string text)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <param name="now">When it is decided.</param>
    /// <param name="workerType">The workers that build.</param>
    /// <param name="reused">The images that the index has.</param>
    public async Task<(DecisionPlan Plan, IReadOnlyDictionary<ImageName, ImageInputs> Inputs)> DecideAsync(
        DateTimeOffset now, string workerType = "images", params string[] reused)
    {
        var reading = CatalogReader.Read(Tree, KnownDialects.All);
        Assert.Empty(reading.Diagnostics);
        var config = reading.Catalog.Config.With(new TaskSettings
        {
            Provisioner = new KeyedText.Plain("p"),
            WorkerType = new KeyedText.Plain(workerType),
            Image = "example/image-builder:1",
        });
        var catalog = new ImageCatalog(config, reading.Catalog.ParentsFirst);
        var problems = new DiagnosticBag();
        var inputs = new DigestCalculator(Tree, config, NoDigestCache.Instance)
            .Compute(catalog.ParentsFirst, problems, TestContext.Current.CancellationToken);
        problems.ThrowIfErrors();
        var push = new PushContext { Level = Level.Lowest, PushDate = DateTimeOffset.FromUnixTimeSeconds(1794000000) };
        var planner = new Planner(
            catalog,
            inputs.ToDictionary(pair => pair.Key, pair => pair.Value.Digest),
            new PlanRequest { Wanted = [.. catalog.ParentsFirst.Select(image => image.Name)], Push = push, Now = now });
        var answers = reused.Select(ImageName.Parse).Select(name => new IndexEntry(
            new IndexNaming(config).Hash(name, inputs[name].Digest, IndexScope.Of(Level.Highest)),
            BuildId.New(),
            1794000000,
            now.AddYears(1),
            ImmutableSortedDictionary<string, string>.Empty));
        var builds = planner.Plan(answers.ToDictionary(entry => entry.Namespace));
        var request = new DecisionRequest
        {
            Group = Group,
            Decision = Group,
            Now = now,
            Parameters = new PushParameters
            {
                Push = push,
                Project = "try",
                Owner = "dev@example.com",
                TasksFor = "hg-push",
                HeadRepository = "https://hg.example.com/try",
                HeadRevision = "abc",
                BaseRepository = "https://hg.example.com/try",
                RepositoryType = "hg",
            },
        };
        var hashes = await new ContextTars(Tree).HashAsync(
            DecisionPlanner.ContextsOf(builds, config), inputs, TestContext.Current.CancellationToken);
        var settings = new PoolSettingsReader(config, push.Level, "try").Read(needsWorkers: true);
        return (new DecisionPlanner(catalog, settings, request).Plan(builds, hashes), inputs);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
