using System.Collections.Immutable;
using Slipway.Application.Building;
using Slipway.Application.Builds;
using Slipway.Application.Checkouts;
using Slipway.Application.Checks;
using Slipway.Application.Decisions;
using Slipway.Application.Diagnosis;
using Slipway.Application.Diagnosis.Reproducibility;
using Slipway.Application.Exchange;
using Slipway.Application.Explaining;
using Slipway.Application.Feedback;
using Slipway.Application.Graphs;
using Slipway.Application.Indexing;
using Slipway.Application.Judging;
using Slipway.Application.Listing;
using Slipway.Application.Logs;
using Slipway.Application.Maintenance;
using Slipway.Application.Pinning;
using Slipway.Application.Planning;
using Slipway.Application.Publishing;
using Slipway.Application.Resolving;
using Slipway.Application.Retention;
using Slipway.Application.Running;
using Slipway.Application.Signing;
using Slipway.Application.Statements;
using Slipway.Application.Starting;
using Slipway.Application.TaskBuilds;
using Slipway.Application.Trusting;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Core.Planning;
using Slipway.Dialects;
using Slipway.Git;
using Slipway.Model.Builds;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Processes;
using Slipway.Review.Pinning;
using Slipway.Review.References;

namespace Slipway.Application.Workspaces;

/// <summary>A source tree with its store, its index and its engine: whatever is done with images starts here.</summary>
/// <remarks>
/// Opening it opens nothing; each part is opened when something first needs it. Every member throws
/// <see cref="SlipwayException"/> for what a person can mend. A workspace is used by one caller at a time.
/// </remarks>
public sealed class Workspace : IAsyncDisposable
{
    private readonly WorkspaceParts _parts;

    private Workspace(WorkspaceParts parts) => _parts = parts;

    /// <summary>What the use cases are made of, for tests that look behind them.</summary>
    internal WorkspaceParts Parts => _parts;

    /// <summary>The names of the dialects that digests can be asked for in.</summary>
    public static ImmutableArray<string> Schemes => KnownDialects.All.Names;

    /// <summary>The absolute path of the tree.</summary>
    public string RootPath => _parts.Tree.RootPath;

    /// <inheritdoc cref="WorkspaceParts.NamedPolicy"/>
    public string? NamedPolicy => _parts.NamedPolicy;

    /// <summary>
    /// The images of the tree that can be used. Asked for first, it tells every problem of the tree at once.
    /// </summary>
    public ImageCatalog Catalog => _parts.Catalog;

    /// <summary>The images that the tree has, whatever is wrong with it.</summary>
    public ImageCatalog UncheckedCatalog => _parts.Reading.Catalog;

    /// <summary>The images that cannot be used, when all were asked for: those are done, and these are not.</summary>
    public ImmutableArray<UnfitImage> Unfit => _parts.Unfit;

    /// <summary>The push for which images are planned and built.</summary>
    public PushContext Push => _parts.Push;

    /// <summary>The registry in which images are shared, for people; null when they are not.</summary>
    public string? SharedAddress => _parts.SharedIfAny?.Address;

    /// <summary>The index as a person browses and changes it.</summary>
    public IndexEditor Index => new(_parts);

    /// <summary>What of the tree's index expires, when, what that costs, and who needs it.</summary>
    public Task<Forecast> ForecastAsync(TimeSpan within, CancellationToken cancellationToken) =>
        new ExpiryForecaster(_parts).MakeAsync(within, cancellationToken);

    /// <summary>Who says whether an image may be believed.</summary>
    public ChainJudge Judge => new(_parts);

    /// <summary>Where the policy in force is, for people; null when there is none.</summary>
    public async Task<string?> FindPolicyAsync(CancellationToken cancellationToken) =>
        (await _parts.Policies.FindAsync(cancellationToken))?.Place;

    /// <summary>Whether a file is the policy in force, byte for byte, wherever that was found.</summary>
    /// <exception cref="SlipwayException">The policy in force is wrong, or the file cannot be read.</exception>
    public async Task<bool> IsInForceAsync(string file, CancellationToken cancellationToken) =>
        await _parts.Policies.FindAsync(cancellationToken) is { } inForce
        && Sha256Digest.Of((await PolicySource.LoadAsync(file, cancellationToken)).Span) == inForce.Digest;

    /// <summary>Finds the key with which statements are signed, before anything is done.</summary>
    /// <exception cref="SlipwayException">There is no key, or it cannot be used.</exception>
    public Task<BuildSigner> SignerAsync(SigningRequest request, CancellationToken cancellationToken) =>
        BuildSigner.FindAsync(_parts, request, cancellationToken);

    /// <inheritdoc cref="ImageAttester.AttestAsync"/>
    public Task<AttestedImage> AttestAsync(
        string what, SigningRequest request, CancellationToken cancellationToken) =>
        new ImageAttester(_parts).AttestAsync(what, request, cancellationToken);

    /// <summary>What keeps the store small and sound.</summary>
    public StoreKeeper Store => new(_parts);

    /// <param name="settings">Where everything is.</param>
    /// <param name="feedback">Told what happens before an answer is there;
    /// <see cref="SilentFeedback"/> for nobody.</param>
    /// <param name="engine">An engine that the caller has, and ends; null to find one when it is needed.</param>
    /// <param name="cancellation">Ends what the workspace does without being asked for a task,
    /// such as reading the tree.</param>
    public static Workspace Open(
        WorkspaceSettings settings,
        IFeedback feedback,
        IImageEngine? engine = null,
        CancellationToken cancellation = default) => new(new WorkspaceParts(settings, feedback, engine, cancellation));

    /// <inheritdoc cref="OpenTree.AskOnlyAbout"/>
    public void AskOnlyAbout(IReadOnlyCollection<string> names) => _parts.AskOnlyAbout(names);

    /// <summary>The images that a person named, or all of them.</summary>
    public ImmutableArray<ImageDefinition> Select(IReadOnlyCollection<string> names) => _parts.Select(names);

    /// <summary>What a person named, or all images, and all packages that they may install.</summary>
    public ImmutableArray<ImageDefinition> SelectWithPackages(IReadOnlyCollection<string> names) =>
        _parts.SelectWithPackages(names);

    /// <summary>The image that a person named.</summary>
    public ImageDefinition Require(string name) => _parts.RequireImage(name);

    /// <summary>The images of the tree with their digests, and where they are indexed.</summary>
    public Task<ImmutableArray<ListedImage>> ListAsync(
        IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        new ImageLister(_parts).ListAsync(names, cancellationToken);

    /// <summary>Contexts and digests of images and of all their ancestors.</summary>
    public async Task<IReadOnlyDictionary<ImageName, ImageInputs>> DigestsAsync(
        IReadOnlyCollection<ImageDefinition> images, CancellationToken cancellationToken)
    {
        await new LackingSources(_parts).WarnAsync(images, cancellationToken);
        return await new PlanMaker(_parts).DigestsAsync(images, cancellationToken);
    }

    /// <summary>Writes a build context as a tar, the same bytes on every machine.</summary>
    public Task WriteContextAsync(
        ImageInputs inputs, Stream destination, bool compressed, CancellationToken cancellationToken)
    {
        var archive = new ContextArchive(_parts.Tree);
        return compressed
            ? archive.WriteGzipAsync(inputs, destination, cancellationToken)
            : archive.WriteAsync(inputs, destination, cancellationToken);
    }

    /// <summary>Says for each image and its ancestors whether it is reused or built.</summary>
    /// <param name="images">The images that are wanted.</param>
    /// <param name="force">Whether they are built whatever the index has.</param>
    public Task<PreparedPlan> PlanAsync(
        ImmutableArray<ImageDefinition> images, bool force, CancellationToken cancellationToken) =>
        new PlanMaker(_parts).PlanAsync(images, force, cancellationToken);

    /// <summary>The same for an engine of this machine, which needs no image to build in.</summary>
    public Task<PreparedPlan> PlanForEngineAsync(
        ImmutableArray<ImageDefinition> images, bool force, CancellationToken cancellationToken) =>
        new PlanMaker(_parts).PlanForEngineAsync(images, force, cancellationToken);

    /// <summary>The plan with what changed in the images that it builds, as far as the store knows it.</summary>
    public Task<BuildPlan> ExplainAsync(PreparedPlan prepared, CancellationToken cancellationToken) =>
        PlanExplainer.ForTree(_parts, prepared.Inputs).ExplainAsync(prepared.Plan, cancellationToken);

    /// <summary>How long a plan will take by past builds; null when it builds nothing.</summary>
    /// <param name="slots">How many images are built at once; at least 1.</param>
    public Task<BuildEstimate?> EstimateAsync(BuildPlan plan, int slots, CancellationToken cancellationToken) =>
        new PlanMaker(_parts).EstimateAsync(plan, slots, cancellationToken);

    /// <inheritdoc cref="PlanExecutor.BuildAsync(WorkspaceParts, PreparedPlan, BuildOptions, CancellationToken)"/>
    public Task<ImmutableArray<ImageOutcome>> BuildAsync(
        PreparedPlan prepared, BuildOptions options, CancellationToken cancellationToken) =>
        PlanExecutor.BuildAsync(_parts, prepared, options, cancellationToken);

    /// <inheritdoc cref="ImageLoader.LoadAsync(LoadRequest, CancellationToken)"/>
    public Task<LoadedImage> LoadAsync(LoadRequest request, CancellationToken cancellationToken) =>
        new ImageLoader(_parts).LoadAsync(request, cancellationToken);

    /// <inheritdoc cref="ImageExporter.ExportAsync"/>
    public Task<ExportedImage> ExportAsync(
        LoadRequest request,
        ExportForm form,
        string file,
        Stream? standardOutput,
        CancellationToken cancellationToken) =>
        new ImageExporter(_parts).ExportAsync(request, form, file, standardOutput, cancellationToken);

    /// <inheritdoc cref="ImageImporter.ImportAsync"/>
    public Task<LoadedImage> ImportAsync(
        string file, ImmutableArray<string> tags, CancellationToken cancellationToken) =>
        new ImageImporter(_parts).ImportAsync(file, tags, cancellationToken);

    /// <inheritdoc cref="ImageLoader.RunAsync"/>
    public Task<int> RunAsync(
        ImageOutcome outcome,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken) =>
        new ImageLoader(_parts).RunAsync(outcome, options, command, cancellationToken);

    /// <inheritdoc cref="RegistryTag.Of"/>
    public string RegistryTagOf(ImageDefinition image) => new RegistryTag(_parts).Of(image);

    /// <summary>Says why an image is built, or was.</summary>
    /// <param name="imageName">The image.</param>
    /// <param name="against">What to compare with: <c>latest</c>, <c>level-N</c>, a digest,
    /// a git revision or a date.</param>
    /// <param name="withPatches">Whether changed files are shown line by line.</param>
    public async Task<WhyAnswer> WhyAsync(
        string imageName, string against, bool withPatches, CancellationToken cancellationToken)
    {
        var image = _parts.Require(imageName);
        using var sides = new SideReader(_parts);
        var finder = new WhyFinder(_parts, sides);
        var answer = await finder.FindAsync(image, against, cancellationToken);
        return withPatches ? await finder.WithPatchesAsync(answer, cancellationToken) : answer;
    }

    /// <inheritdoc cref="TreeComparer.CompareAsync"/>
    public Task<Comparison> DiffAsync(
        string before,
        string after,
        IReadOnlyCollection<string> images,
        bool withPatches,
        CancellationToken cancellationToken) =>
        new TreeComparer(_parts, withPatches).CompareAsync(before, after, images, cancellationToken);

    /// <inheritdoc cref="TreeComparer.SinceAsync"/>
    public Task<Comparison> ImpactAsync(string? since, bool withPatches, CancellationToken cancellationToken) =>
        new TreeComparer(_parts, withPatches).SinceAsync(since, cancellationToken);

    /// <inheritdoc cref="AffectedFinder.Find"/>
    public ImmutableArray<FileUses> Affected(IEnumerable<string> files, CancellationToken cancellationToken) =>
        new AffectedFinder(_parts).Find(files, cancellationToken);

    /// <inheritdoc cref="RebuildFinder.ListAsync"/>
    public Task<IReadOnlyList<Rebuild>> HistoryAsync(
        string imageName, int limit, CancellationToken cancellationToken) =>
        new RebuildFinder(_parts).ListAsync(imageName, limit, cancellationToken);

    /// <inheritdoc cref="LogFinder.ListAsync"/>
    public Task<IReadOnlyList<BuildRecord>> BuildsAsync(string image, CancellationToken cancellationToken) =>
        new LogFinder(_parts).ListAsync(image, cancellationToken);

    /// <inheritdoc cref="LogFinder.OpenAsync"/>
    public Task<Stream> OpenLogAsync(string image, string? build, CancellationToken cancellationToken) =>
        new LogFinder(_parts).OpenAsync(image, build, cancellationToken);

    /// <summary>The images and their edges, as a picture shows them.</summary>
    public Task<TreeGraph> GraphAsync(GraphRequest request, CancellationToken cancellationToken) =>
        new GraphMaker(_parts).MakeAsync(request, cancellationToken);

    /// <inheritdoc cref="TreeChecker.RunAsync"/>
    public Task<CheckResult> CheckAsync(CheckOptions options, CancellationToken cancellationToken) =>
        new TreeChecker(_parts, options).RunAsync(cancellationToken);

    /// <inheritdoc cref="TreePinner.PinAsync"/>
    public Task<PinResult> PinAsync(
        IReadOnlyCollection<string> names, PinScope scope, bool write, CancellationToken cancellationToken) =>
        new TreePinner(_parts).PinAsync(names, scope, write, cancellationToken);

    /// <summary>Begins to put references to images into files.</summary>
    /// <param name="form">How registry images are referred to.</param>
    /// <param name="imageTasks">The file of a decision that says which task has each image;
    /// null to ask the index.</param>
    /// <param name="pinIndexed">Whether the task to which a namespace points takes the namespace's place.</param>
    public TreeResolver Resolve(ReferenceForm form, string? imageTasks, bool pinIndexed) =>
        new(_parts, form) { ImageTasks = imageTasks, PinIndexed = pinIndexed };

    /// <summary>Begins a push of registry images.</summary>
    public TreePush PushOf(IReadOnlyCollection<string> names) => new(_parts, names);

    /// <summary>Who works here, as commits name people; the name of the user when git does not know.</summary>
    public async Task<string> WhoAsync(CancellationToken cancellationToken)
    {
        using var git = await GitRepository.FindAsync(RootPath, cancellationToken);
        return git is not null && await git.CommitterAsync(cancellationToken) is { } address
            ? address
            : Environment.UserName;
    }

    /// <summary>Decides which tasks a push needs, and creates them unless only a plan is wanted.</summary>
    public Task<Decision> DecideAsync(
        DecisionOptions options, bool planOnly, Action<DecisionEvent> report, CancellationToken cancellationToken) =>
        new TreeDecision(_parts, options, report).DecideAsync(planOnly, cancellationToken);

    /// <summary>
    /// Builds the image of the Taskcluster task in which this process runs; neither tree nor store are needed.
    /// </summary>
    public Task<TaskBuildResult> BuildTaskAsync(
        TaskBuildOptions options, Action<TaskBuildEvent> report, CancellationToken cancellationToken) =>
        new TaskImageMaker(_parts, report).MakeAsync(options, cancellationToken);

    /// <summary>Looks at the machine, the engines, the store and the tree.</summary>
    public Task<IReadOnlyList<Check>> ExamineAsync(CancellationToken cancellationToken) =>
        new Doctor(_parts).ExamineAsync(cancellationToken);

    /// <inheritdoc cref="TreeStarter.RunAsync"/>
    public Task<StartReport> InitAsync(bool write, CancellationToken cancellationToken) =>
        new TreeStarter(_parts).RunAsync(write, cancellationToken);

    /// <inheritdoc cref="ImageStarter.RunAsync"/>
    public Task<NewImageReport> NewAsync(
        string name, string? from, bool write, CancellationToken cancellationToken) =>
        new ImageStarter(_parts).RunAsync(name, from, write, cancellationToken);

    /// <inheritdoc cref="ReproducibilityCheck.RunAsync"/>
    public Task<IReadOnlyList<Variation>> ReproduceAsync(CancellationToken cancellationToken) =>
        new ReproducibilityCheck(_parts).RunAsync(cancellationToken);

    /// <inheritdoc cref="ImageCompletions.Find"/>
    public ImmutableArray<string> CompleteImages(string word) => new ImageCompletions(_parts).Find(word);

    /// <inheritdoc cref="NamespaceCompletions.FindAsync"/>
    public static Task<ImmutableArray<string>> CompleteNamespaceAsync(
        string? home, string word, bool withEntries, CancellationToken cancellationToken) =>
        NamespaceCompletions.FindAsync(home, word, withEntries, cancellationToken);

    /// <summary>
    /// Ends at once every program that a workspace of this process started; for who cannot wait for an order that is
    /// on its way. A container in the foreground is ended by who watches for the end of this process.
    /// </summary>
    public static void EndPrograms() => RunningProcess.Current.EndDescendants();

    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}
