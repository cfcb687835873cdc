using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Backends;
using Slipway.Application.Explaining;
using Slipway.Application.Lookup;
using Slipway.Cli.Diagnosis;
using Slipway.Cli.Options;
using Slipway.Cli.Session;
using Slipway.Cli.Terminals;
using Slipway.Core.Catalog;
using Slipway.Core.Catalog.Taskgraph;
using Slipway.Core.Contexts;
using Slipway.Core.Diagnostics;
using Slipway.Core.Digests;
using Slipway.Core.Engines;
using Slipway.Core.Explaining;
using Slipway.Core.Indexing;
using Slipway.Core.Planning;
using Slipway.Core.Registries;
using Slipway.Core.Storage;
using Slipway.Core.Tree;
using Slipway.Core.Values;
using Slipway.Engines;
using Slipway.Registry;
using Slipway.Store;
using Slipway.Taskcluster.Backend;

namespace Slipway.Cli.Invocations;

/// <summary>One run of a command: its arguments, and the parts that it opens when it needs them.</summary>
/// <param name="arguments">The command line.</param>
/// <param name="cancellation">Ends the run; watched by the parts that are opened.</param>
internal sealed class Invocation(ParseResult arguments, CancellationToken cancellation) : IAsyncDisposable
{
    private ISourceTree? _tree;
    private CatalogResult? _reading;
    private bool _isReported;
    private EmbeddedStore? _store;
    private IImageEngine? _engine;
    private RegistryClient? _registry;
    private TaskclusterSession? _taskcluster;
    private string? _home;
    private BackendKind? _backend;
    private SlipwayConfig? _config;
    private bool _isOutside;

    public ParseResult Arguments { get; } = arguments;

    public TimeProvider Clock { get; } = TimeProvider.System;

    public Terminal Terminal { get; } = Terminal.For(
        arguments.GetValue<bool>("--no-color"),
        arguments.InvocationConfiguration.Output,
        arguments.InvocationConfiguration.Error);

    public bool Json => Arguments.GetValue<bool>("--json");

    public bool IsVerbose => GlobalOptions.Verbosity(Arguments) > 0;

    public ISourceTree Tree => _tree ??= TreeOpener.Open(
        Arguments.GetValue<string?>("--root"), Arguments.GetValue<string?>("--run-task"));

    /// <summary>The tree as it was read, with whatever is wrong with it.</summary>
    public CatalogResult Reading => _reading ??= CatalogReader.Read(Tree, KnownDialects.All, SchemeOption.Read(Arguments));

    /// <summary>The images of the tree.</summary>
    /// <exception cref="SlipwayException">Something is wrong with the tree: every problem of it, contexts included.</exception>
    public ImageCatalog Catalog
    {
        get
        {
            if (!_isReported)
            {
                ReportOrThrow(Reading);
                _isReported = true;
            }

            return Reading.Catalog;
        }
    }

    /// <summary>The images of the tree, if there is one around, whatever is wrong with it.</summary>
    public ImageCatalog? CatalogIfAny
    {
        get
        {
            _ = Config;
            return _isOutside ? null : Reading.Catalog;
        }
    }

    /// <summary>What the tree is configured to, if there is one around: builds and the index can be asked for outside one too.</summary>
    public SlipwayConfig Config => _config ??= FindConfig();

    /// <summary>The push that the options describe.</summary>
    public PushContext Push => PushOf(Config);

    public PushContext PushOf(SlipwayConfig config) => PushOptions.Read(
        config.LevelOf,
        Arguments.GetValue<string?>("--level"),
        Arguments.GetValue<string?>("--project"),
        Arguments.GetValue<string?>("--pushdate"),
        Arguments.GetValue<string?>("--revision"),
        Arguments.GetValue<string?>("--pull-request"),
        Clock.GetUtcNow());

    public StoreOptions StoreOptions => new()
    {
        Home = _home ??= StoreHome.Find(Arguments.GetValue<string?>("--home")),
        TimeProvider = Clock,
        TreeRoot = _tree?.RootPath,
        Expansion = MachineLimits.Expansion(),
        IsShared = StoreHome.IsShared,
    };

    public EmbeddedStore Store => _store ??= EmbeddedStore.Open(StoreOptions);

    public IDigestCache DigestCache => Arguments.GetValue<bool>("--no-cache") ? NoDigestCache.Instance : Store.Digests;

    /// <summary>Where images are found, fetched and kept.</summary>
    public Backend Backend => new(Index, Source, Store.Images, Store.Builds, Store.Locks, Store.Runs, Store.Secret);

    /// <summary>What images are looked up in: what others share, and what was built here.</summary>
    public IImageIndex Index => BackendKind == BackendKind.Taskcluster
        ? new LayeredIndex(Taskcluster.Index, Store.Index)
        : Store.Index;

    /// <summary>The index that the backend shares with others; the store's own when it shares nothing.</summary>
    public IImageIndex SharedIndex => BackendKind == BackendKind.Taskcluster ? Taskcluster.Index : Store.Index;

    /// <summary>Where the images of what is found there come from.</summary>
    public IImageSource Source => BackendKind == BackendKind.Taskcluster
        ? new TaskImages(Taskcluster.Queue, Taskcluster.Artifacts, Store.Images, problem => Warn([problem]))
        : Store.Images;

    /// <summary>Taskcluster's services, whatever the backend.</summary>
    public TaskclusterSession Taskcluster => _taskcluster ??= new TaskclusterSession(Clock);

    /// <summary>The backend of the command line, else of the tree, if there is one around.</summary>
    public BackendKind BackendKind => _backend ??= Arguments.GetValue<string?>("--backend") is { } name
        ? BackendNames.Parse(name)
        : Config.Backend;

    public async Task<IImageEngine> EngineAsync(CancellationToken cancellationToken) =>
        _engine ??= await Engines.LocateAsync(
            EngineOption.Read(Arguments), Config.Engine, cancellationToken);

    /// <summary>The engine for a command that has no tree, and so no <c>engine:</c> in one.</summary>
    public async Task<IImageEngine> EngineWithoutTreeAsync(CancellationToken cancellationToken) =>
        _engine ??= await Engines.LocateAsync(EngineOption.Read(Arguments), null, cancellationToken);

    /// <summary>The registries; nothing is connected before a question is asked.</summary>
    public IImageRegistry Registry => _registry ??= new RegistryClient(new RegistrySettings
    {
        AuthFile = RegistryAuthFileOption.Read(Arguments),
        InsecureRegistries = Reading.Catalog.Config.InsecureRegistries,
        UserAgent = $"slipway/{ProductVersion.Text}",
        Clock = Clock,
    });

    public EngineLocator Engines => new(EngineEnvironment.OfProcess(), Clock);

    /// <summary>The images that a person named, or all of them.</summary>
    /// <exception cref="SlipwayException">There is no image of some of the names, or there are no images at all.</exception>
    public ImmutableArray<ImageDefinition> Select(IReadOnlyCollection<string> names)
    {
        if (names.Count > 0)
        {
            return Catalog.RequireAll(names);
        }

        return Catalog.ParentsFirst is { IsEmpty: false } all
            ? all
            : throw new SlipwayException(new Diagnostic(
                CatalogCodes.NoImages,
                $"No folder in '{Catalog.Config.Folder}' holds a Dockerfile, and no image is listed in slipway.yml",
                "Create a folder with a Dockerfile in it, or set 'folder:' in slipway.yml."));
    }

    /// <summary>Contexts and digests of images and of all their ancestors.</summary>
    /// <exception cref="SlipwayException">Every problem of every context.</exception>
    public async Task<IReadOnlyDictionary<ImageName, ImageInputs>> InputsAsync(
        IEnumerable<ImageDefinition> images, CancellationToken cancellationToken)
    {
        var problems = new DiagnosticBag();
        var closure = Catalog.WithAncestors(images.Select(image => image.Name));
        var inputs = new DigestCalculator(Tree, Catalog.Config, DigestCache).Compute(closure, problems, cancellationToken);
        await DigestCache.FlushAsync(cancellationToken);
        Warn(problems.ToSorted());
        problems.ThrowIfErrors();
        return inputs;
    }

    /// <summary>A plan for images, with the contexts it needs.</summary>
    public Task<(BuildPlan Plan, IReadOnlyDictionary<ImageName, ImageInputs> Inputs)> PlanAsync(
        ImmutableArray<ImageDefinition> images, bool force, CancellationToken cancellationToken) =>
        PlanAsync(images, force, Push, new IndexReader(Index, Source), cancellationToken);

    /// <summary>A plan for images and another push than the options describe.</summary>
    public async Task<(BuildPlan Plan, IReadOnlyDictionary<ImageName, ImageInputs> Inputs)> PlanAsync(
        ImmutableArray<ImageDefinition> images,
        bool force,
        PushContext push,
        IndexReader reader,
        CancellationToken cancellationToken)
    {
        var inputs = await InputsAsync(images, cancellationToken);
        var planner = new Planner(
            Catalog,
            inputs.ToDictionary(pair => pair.Key, pair => pair.Value.Digest),
            new PlanRequest
            {
                Wanted = [.. images.Select(image => image.Name)],
                Push = push,
                Now = Clock.GetUtcNow(),
                Force = force,
            });
        var (plan, warnings) = await reader.PlanAsync(planner, cancellationToken);
        Warn(warnings);
        return (plan, inputs);
    }

    /// <summary>The plan with what changed in the images that it builds, as far as the store knows it.</summary>
    public async Task<BuildPlan> ExplainAsync(
        BuildPlan plan, IReadOnlyDictionary<ImageName, ImageInputs> inputs, CancellationToken cancellationToken)
    {
        var manifests = new ManifestSource(Store.Images, Store.Builds, Config.Dialect).Add(inputs.Values);
        var tree = new Side.Tree("the working tree", Catalog, inputs, IsWhole: true);
        // The past is not looked into, which could take seconds: the Dockerfile as it stands tells whether an argument did it.
        var dockerfiles = new DockerfileExplainer(
            Catalog.Config, new ContentFinder(Tree, NoContentHistory.Instance));
        return await new PlanExplainer(new InputsComparer(manifests, tree.Locate, dockerfiles))
            .ExplainAsync(plan, cancellationToken);
    }

    /// <summary>The image of a build, fetched when it is elsewhere.</summary>
    /// <exception cref="SlipwayException">It is gone: another process may have collected it since.</exception>
    public async Task<StoredImage> StoredAsync(
        BuiltImage image, ImageName name, CancellationToken cancellationToken) =>
        await TransferLine.RunAsync(
            Terminal, $"fetching {name}", progress => Source.FetchAsync(image, progress, cancellationToken))
        ?? throw new SlipwayException(new Diagnostic(
            IndexCodes.ImageMissing,
            $"The image of {name} is not there any more",
            $"Run `slipway build {name}` to make it anew."));

    /// <summary>Forgets the tree as it was read, because files of it were written.</summary>
    public void ReadAgain()
    {
        _tree = null;
        _reading = null;
        _config = null;
        _isReported = false;
    }

    public void Warn(IEnumerable<Diagnostic> diagnostics) =>
        DiagnosticRenderer.WriteAll(
            Terminal, diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning));

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _registry?.Dispose();
        _taskcluster?.Dispose();
        _store?.Dispose();
    }

    private SlipwayConfig FindConfig()
    {
        try
        {
            return Reading.Catalog.Config;
        }
        catch (SlipwayException failure) when (failure.Diagnostics[0].Code == ConfigurationCodes.RootNotFound)
        {
            _isOutside = true;
            // Builds of any dialect may be asked about; this is the one that promises less.
            return new SlipwayConfig { Prefix = "none", Dialect = TaskgraphDialect.Instance };
        }
    }

    private void ReportOrThrow(CatalogResult reading)
    {
        Warn(reading.Diagnostics);
        if (reading.Diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error))
        {
            return;
        }

        // The contexts of the sound images are looked at too, so that a person sees all problems of the tree at once; no
        // file is read for that.
        var problems = new DiagnosticBag();
        problems.AddRange(reading.Diagnostics);
        var contexts = reading.Catalog.Config.ContextsOf(Tree);
        foreach (var image in reading.Catalog.ParentsFirst)
        {
            cancellation.ThrowIfCancellationRequested();
            contexts.Build(image, problems);
        }

        problems.ThrowIfErrors();
    }
}
