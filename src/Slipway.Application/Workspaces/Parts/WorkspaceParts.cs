using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.Builds;
using Slipway.Application.Feedback;
using Slipway.Application.Requests;
using Slipway.Application.Trusting;
using Slipway.Application.Vouching;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Core.Lookup;
using Slipway.Engines;
using Slipway.Engines.Settings;
using Slipway.Model.Builds;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Engines;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Settings;
using Slipway.Sharing;
using Slipway.Sharing.Errors;
using Slipway.Store;
using Slipway.Store.Settings;
using Slipway.Trust.Policies;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>The parts of a workspace, each opened when a use case first needs it.</summary>
/// <param name="settings">What the workspace is opened with.</param>
/// <param name="feedback">Told what happens meanwhile.</param>
/// <param name="given">An engine that somebody else found, and ends; null to look for one.</param>
/// <param name="cancellation">Ends the work; watched by the parts that are opened.</param>
internal sealed class WorkspaceParts(
    WorkspaceSettings settings,
    IFeedback feedback,
    IImageEngine? given,
    CancellationToken cancellation) : IAsyncDisposable
{
    private const string PolicyVariable = "SLIPWAY_POLICY";

    private readonly OpenTree _tree = new(settings, feedback, cancellation);
    private EmbeddedStore? _store;
    private EmbeddedStore? _nowhere;
    private bool _isToldOfNoStore;
    private IImageEngine? _engine;
    private RegistryClient? _registry;
    private TaskclusterSession? _taskcluster;
    private SharedBackend? _shared;
    private string? _home;
    private BackendKind? _backend;
    private ChosenBackend? _chosen;
    private PolicyFinder? _policies;
    private PushContext? _push;
    private PushGuards? _guards;
    private StatementPlaces? _statementPlaces;
    private ChainServices? _chainServices;

    public IFeedback Feedback { get; } = feedback;

    public TimeProvider Clock { get; } = settings.Clock;

    public string Version { get; } = settings.Version;

    public Func<Stream> OpenStandardInput { get; } = settings.OpenStandardInput;

    public PushOptions PushOptions { get; } = settings.Push;

    public ISourceTree Tree => _tree.Files;

    /// <summary>The tree as it was read, with whatever is wrong with it.</summary>
    public CatalogResult Reading => _tree.Reading;

    /// <inheritdoc cref="OpenTree.Catalog"/>
    public ImageCatalog Catalog => _tree.Catalog;

    /// <inheritdoc cref="OpenTree.Unfit"/>
    public ImmutableArray<UnfitImage> Unfit => _tree.Unfit;

    /// <summary>The images of the tree, if there is one around, whatever is wrong with it.</summary>
    public ImageCatalog? CatalogIfAny => _tree.CatalogIfAny;

    /// <inheritdoc cref="OpenTree.MeansImage"/>
    public bool MeansImage(string typed) => _tree.MeansImage(typed);

    /// <summary>What the tree is configured to, or what goes without one.</summary>
    public SlipwayConfig Config => _tree.Config;

    /// <summary>The push that the settings describe, or the one that a file of parameters said it is.</summary>
    public PushContext Push => _push ?? PushOf(Config);

    public StoreOptions StoreOptions => new()
    {
        Home = _home ??= StoreHome.Find(settings.Home),
        TimeProvider = Clock,
        Expansion = MachineLimits.Expansion(),
        IsShared = StoreHome.IsShared,
        Program = Version,
    };

    public EmbeddedStore Store => _store ??= EmbeddedStore.Open(StoreOptions);

    /// <summary>Whether anything says where the store is.</summary>
    public bool HasStore => StoreHome.IsKnown(settings.Home);

    /// <summary>
    /// The store, for those who look into it and need not find: an empty one where nothing says where the store is.
    /// </summary>
    public EmbeddedStore StoreToRead =>
        HasStore ? Store : _nowhere ??= EmbeddedStore.OpenNowhere(Clock);

    public IDigestCache DigestCache => settings.Rehash ? NoDigestCache.Instance : StoreToRead.Digests;

    /// <summary>Where images are found, fetched and kept.</summary>
    public Backend Backend => BackendOf(signer: null);

    /// <summary>The same for somebody who has signed what is shared.</summary>
    public Backend BackendOf(IImageSigner? signer) => new(
        Index,
        Source,
        Store.Images,
        SharedIfAny?.Builds ?? Store.Builds,
        Store.Builds,
        Store.Locks,
        Store.Runs,
        Store.Secret,
        SharedIfAny is { } shared ? new VouchedSharing(shared.Sharing, Carrier!, signer) : NoSharing.Instance,
        SharedIfAny?.Leases ?? NoLeases.Instance);

    /// <summary>The builds that were run here, and those that a registry has.</summary>
    public IBuildRecords Builds => SharedIfAny?.Builds ?? StoreToRead.Builds;

    /// <summary>The inputs of a digest that others built; null when they are not to be had.</summary>
    public Func<InputsDigest, CancellationToken, Task<byte[]?>>? SharedInputs =>
        SharedIfAny is { } shared ? shared.Records.FindInputsAsync : null;

    /// <inheritdoc cref="ChosenBackend.Index"/>
    public IImageIndex Index => Chosen.Index;

    /// <inheritdoc cref="ChosenBackend.SharedIndex"/>
    public IImageIndex SharedIndex => Chosen.SharedIndex;

    /// <summary>Where the images of what is found there come from, when somebody vouches for them.</summary>
    public IImageSource Source => new VouchedImages(
        UnvouchedSource, Guards.Statements, BackendKind == BackendKind.Taskcluster);

    /// <summary>
    /// The same for those who look at images without using them: whoever signs or judges one. Those of tasks are judged
    /// here too.
    /// </summary>
    public IImageSource UnvouchedSource => Chosen.Source;

    /// <summary>The policy that a person named, by an option or the environment; null when nobody did.</summary>
    public string? NamedPolicy => settings.Policy
        ?? (Environment.GetEnvironmentVariable(PolicyVariable) is { Length: > 0 } file ? file : null);

    /// <summary>Finds the policy in force.</summary>
    public PolicyFinder Policies => _policies ??= new PolicyFinder(
        NamedPolicy,
        () => CatalogIfAny is null ? null : Tree.RootPath,
        problem => Warn([problem]),
        () => settings.Root is { } root ? Path.GetFullPath(root) : TreeOpener.Standing(),
        () => IsLevelSaid || Push.Project is not { } project ? null : (project, Push.Level));

    /// <summary>What stands before every use of an image.</summary>
    public PushGuards Guards => _guards ??= new PushGuards(this, Push, settings.AllowsOlder);

    /// <summary>Where statements about images are.</summary>
    public StatementPlaces StatementPlaces => _statementPlaces ??= new StatementPlaces(
        () => StoreToRead.Statements, KeepsVerdicts, () => SharedIfAny, () => Registry) { Tell = Feedback.Note };

    /// <summary>Brings statements to where a registry has the images; null where none is shared with.</summary>
    public StatementCarrier? Carrier => SharedIfAny is { } shared
        ? new StatementCarrier(StoreToRead.Statements, ParentStatements, Registry, shared)
        : null;

    /// <summary>What was signed about what images are built on, as far as this store has it.</summary>
    public ParentStatements ParentStatements => new(StoreToRead.Statements, StoreToRead.Builds, Policies);

    /// <summary>Where the documents of chains come from.</summary>
    public ChainServices ChainServices => _chainServices ??= new(
        Taskcluster.Documents,
        Taskcluster.Artifacts,
        HasStore
            ? new KeptTemplates(Taskcluster.Pages, Path.Join(TrustFolder, "templates"), StoreToRead.Secret)
            : Taskcluster.Pages,
        new GitSources(
            () => CatalogIfAny is null ? null : Tree,
            HasStore ? Path.Join(TrustFolder, "sources") : null,
            DigestCache))
    {
        Expansion = MachineLimits.Expansion(),
    };

    /// <summary>Taskcluster's services, whatever the backend.</summary>
    public TaskclusterSession Taskcluster => _taskcluster ??= new TaskclusterSession(UserAgent, Clock);

    /// <inheritdoc cref="ChosenBackend.Place"/>
    public string? SharedPlace => Chosen.Place;

    /// <inheritdoc cref="ChosenBackend.Registry"/>
    public SharedBackend? SharedIfAny => Chosen.Registry;

    /// <summary>The registry that machines share.</summary>
    /// <exception cref="SlipwayException">The tree names none.</exception>
    public SharedBackend Shared => _shared ??= new SharedBackend(new SharedSettings
    {
        Root = Config.Extensions.Get<RegistryBackendSettings>().Root ?? throw new SlipwayException(new Diagnostic(
            SharingCodes.RootMissing,
            "No registry is named in which images are shared",
            $"Set 'registry-backend:' in {ConfigReader.FileName} to a host and a path, such as "
            + "registry.example.com/ci.")),
        Registry = Registry,
        Store = StoreToRead.Images,
        Builds = StoreToRead.Builds,
        Config = Config,
        Push = Push,
        Images = () => CatalogIfAny?.ParentsFirst.Select(image => image.Name) ?? [],
        Holder = HolderOfProcess.Find(Environment.GetEnvironmentVariable),
        Answers = StoreToRead.Answers,
        AnswerAge = Config.Extensions.Get<RegistryBackendSettings>().AnswerAge,
        Warn = problem => Warn([problem]),
        Clock = Clock,
    });

    /// <summary>Whether a person named the registry as what is meant, and not only the tree.</summary>
    public bool IsRegistryNamed =>
        settings.Backend is { } name && BackendNames.Parse(name) == BackendKind.Registry;

    /// <summary>The backend of the settings, else of the tree, if there is one around.</summary>
    public BackendKind BackendKind =>
        _backend ??= settings.Backend is { } name ? BackendNames.Parse(name) : Config.Backend;

    /// <summary>The registries; nothing is connected before a question is asked.</summary>
    public IImageRegistry Registry => _registry ??= new RegistryClient(new RegistrySettings
    {
        AuthFile = RegistryAuthFile.Find(settings.RegistryAuthFile),
        InsecureRegistries = Config.InsecureRegistries,
        UserAgent = UserAgent,
        Clock = Clock,
    });

    public EngineLocator Engines => new(EngineEnvironment.OfProcess(), Clock);

    /// <summary>The index of the store; where there is none, who looks is told why nothing is found.</summary>
    public IImageIndex LocalIndex
    {
        get
        {
            if (!_isToldOfNoStore && !HasStore)
            {
                _isToldOfNoStore = true;
                Warn([StoreLocation.Unknown with { Severity = Severity.Warning }]);
            }

            return StoreToRead.Index;
        }
    }

    private ChosenBackend Chosen => _chosen ??= ChosenBackend.Of(BackendKind, this);

    /// <summary>Whether what was found out about images may be written down here.</summary>
    public bool KeepsVerdicts => HasStore && !Store.IsReadOnly;

    /// <summary>Where what was found out about trust is remembered.</summary>
    public string TrustFolder => Path.Join(StoreOptions.Home, "trust");

    private string UserAgent => $"slipway/{Version}";

    /// <summary>Whether a person said which level this is about.</summary>
    public bool IsLevelSaid => settings.Push.Level is not null;

    public PushContext PushOf(SlipwayConfig config) => PushOptions.Read(config.LevelOf, Clock.GetUtcNow());

    /// <summary>The engine that is given, else that of the settings or the tree, else the one that is there.</summary>
    public async Task<IImageEngine> EngineAsync(CancellationToken cancellationToken) =>
        given ?? (_engine ??= await Engines.LocateAsync(settings.Engine, Config.Engine, cancellationToken));

    /// <summary>The engine for a use case that has no tree, and so no <c>engine:</c> in one.</summary>
    public async Task<IImageEngine> EngineWithoutTreeAsync(CancellationToken cancellationToken) =>
        given ?? (_engine ??= await Engines.LocateAsync(settings.Engine, null, cancellationToken));

    /// <summary>The images that a person named, or all of them.</summary>
    /// <exception cref="SlipwayException">There is no image of some of the names,
    /// or there are no images at all.</exception>
    public ImmutableArray<ImageDefinition> Select(IReadOnlyCollection<string> names) => _tree.Select(names);

    /// <inheritdoc cref="OpenTree.AskOnlyAbout"/>
    public void AskOnlyAbout(IReadOnlyCollection<string> names) => _tree.AskOnlyAbout(names);

    /// <inheritdoc cref="OpenTree.SelectWithPackages"/>
    public ImmutableArray<ImageDefinition> SelectWithPackages(IReadOnlyCollection<string> names) =>
        _tree.SelectWithPackages(names);

    /// <inheritdoc cref="OpenTree.Use"/>
    public void Use(CheckoutFacts checkout) => _tree.Use(checkout);

    /// <summary>From now on everything is for this push: what may be used is judged at its level.</summary>
    public void Use(PushContext push)
    {
        _push = push;
        _guards?.Dispose();
        _guards = null;
        _chosen = null;
        _shared = null;
    }

    /// <summary>What is known of the checkout, for other revisions of it.</summary>
    public CheckoutFacts Checkout => _tree.Checkout;

    /// <inheritdoc cref="OpenTree.Require"/>
    public ImageDefinition Require(string name) => _tree.Require(name);

    /// <inheritdoc cref="OpenTree.Expand"/>
    public ImmutableArray<string> Expand(IEnumerable<string> typed) => _tree.Expand(typed);

    /// <inheritdoc cref="OpenTree.Locate"/>
    public RelativePath? Locate(string typed) => _tree.Locate(typed);

    /// <inheritdoc cref="OpenTree.NameOf"/>
    public string NameOf(string typed) => _tree.NameOf(typed);

    /// <inheritdoc cref="OpenTree.RequireImage"/>
    public ImageDefinition RequireImage(string name) => _tree.RequireImage(name);

    /// <inheritdoc cref="OpenTree.LeaveOut"/>
    public void LeaveOut(IReadOnlyDictionary<ImageName, ImmutableArray<Diagnostic>> broken) => _tree.LeaveOut(broken);

    /// <summary>Forgets the tree as it was read, because files of it were written.</summary>
    public void ReadAgain() => _tree.ReadAgain();

    /// <summary>Tells the warnings among some problems.</summary>
    public void Warn(IEnumerable<Diagnostic> problems) => Feedback.WarnOf(problems);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _registry?.Dispose();
        _guards?.Dispose();
        _taskcluster?.Dispose();
        _store?.Dispose();
        _nowhere?.Dispose();
    }
}

/// <summary>Finds the file with the credentials of registries that a person named.</summary>
internal static class RegistryAuthFile
{
    /// <param name="given">What <c>--registry-auth-file</c> says.</param>
    /// <returns>The file's full path; null when nothing is said.</returns>
    /// <exception cref="SlipwayException">The value is empty, as an unset variable of a script makes it.</exception>
    public static string? Find(string? given) =>
        given is null ? null
        : given.Length > 0 ? Path.GetFullPath(given)
        : throw new SlipwayException(new Diagnostic(
            RequestCodes.InvalidValue,
            "--registry-auth-file names no file",
            "Give a file in the form of Docker's config.json, or leave the option out."));
}
