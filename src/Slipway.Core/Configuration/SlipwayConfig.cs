using System.Collections.Immutable;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Core.Retention;
using Slipway.Model.Configuration;
using Slipway.Model.Registries;
using Slipway.Model.Secrets;
using Slipway.Model.Tasks;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>What <c>slipway.yml</c> says about the whole tree, defaults put in.</summary>
public sealed record SlipwayConfig
{
    /// <summary>
    /// The builder image that taskgraph names in its digests (<c>taskgraph/transforms/docker_image.py</c>).
    /// </summary>
    public const string DefaultImageBuilder =
        "mozillareleases/image_builder:6.2.0@sha256:f7df722770d6caadea79b2de458e072d8b3d93e59675b34dffb32c3e7e30f5b9";

    /// <summary>The first part of every namespace.</summary>
    public required string Prefix { get; init; }

    /// <summary>The folder of the images' folders.</summary>
    public RelativePath Folder { get; init; } = RelativePath.Parse("taskcluster/docker");

    /// <summary>Where below <see cref="Folder"/> folders of images are: patterns, a name or wildcards for each
    /// level.</summary>
    public ImmutableArray<string> Folders { get; init; } = EveryFolder;

    /// <summary>Every folder in the images' folder.</summary>
    public const string DefaultFolders = "*";

    // One list for all: configurations are compared, and lists are by where they are.
    private static readonly ImmutableArray<string> EveryFolder = [DefaultFolders];

    /// <summary>How the tree says what its images are, and how their digests are made.</summary>
    public Dialect Dialect { get; init; } = SlipwayDialect.Instance;

    /// <summary><c>os/architecture[/variant]</c>, never taken from the host.</summary>
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>A value whose change rebuilds everything.</summary>
    public string CacheBuster { get; init; } = string.Empty;

    /// <summary>The folder in which run-task files are looked for when nothing says where they are.</summary>
    public static readonly RelativePath DefaultRunTask = RelativePath.Parse(".slipway-run-task");

    /// <summary>The folder of taskgraph's run-task files, for <c># %include-run-task</c>.</summary>
    public RelativePath? RunTask { get; init; }

    /// <summary>Which of these files <c># %include-run-task</c> stands for; null for those of the dialect.</summary>
    public RunTaskForm? RunTaskForm { get; init; }

    /// <summary>How Dockerfiles of this tree are read.</summary>
    public DockerfileRules DockerfileRules =>
        RunTaskForm is { } form ? Dialect.Dockerfiles with { RunTask = form } : Dialect.Dockerfiles;

    /// <summary>Whether an image that needs one which every push builds is built by every push too; else that is an
    /// error.</summary>
    public bool SpreadsUncached { get; init; }

    /// <summary>The names under which packages are indexed, by the labels of their tasks.</summary>
    public ImmutableDictionary<ImageName, string> Packages { get; init; } =
        ImmutableDictionary<ImageName, string>.Empty;

    /// <summary>Run-task files that were seen somewhere and are not used, as long as none are.</summary>
    public ImmutableArray<SeenRunTask> SeenRunTasks { get; init; } = [];

    /// <summary>The release of taskgraph that the tree says it uses; null when it does not say.</summary>
    public Version? TaskgraphRelease { get; init; }

    /// <summary>The level of each project; a project that is not named gets the lowest.</summary>
    public ImmutableSortedDictionary<string, Level> Projects { get; init; } =
        ImmutableSortedDictionary.Create<string, Level>(StringComparer.Ordinal);

    /// <summary>
    /// The levels at which references to registry images must be in the allowlist,
    /// and builds use only what is named by content.
    /// </summary>
    public ImmutableSortedSet<Level> ProtectedLevels { get; init; } = ImmutableSortedSet<Level>.Empty;

    /// <summary>Frontends (<c># syntax=</c>), by digest, that read Dockerfiles as Slipway does.</summary>
    public ImmutableHashSet<ImageReference> Frontends { get; init; } = [];

    /// <summary>Names without registry that mean images from elsewhere.</summary>
    public ExternalNames External { get; init; } = ExternalNames.None;

    public IndexTemplates Templates { get; init; } = IndexTemplates.Slipway;

    public PullRequestScope PullRequests { get; init; } = PullRequestScope.Isolated;

    /// <summary>How long index entries live, by level.</summary>
    public ImmutableSortedDictionary<Level, TimeSpan> Expiry { get; init; } =
        ImmutableSortedDictionary<Level, TimeSpan>.Empty
            .Add(Level.From(1), TimeSpan.FromDays(28))
            .Add(Level.From(2), TimeSpan.FromDays(365))
            .Add(Level.From(3), TimeSpan.FromDays(365));

    /// <summary>What <c>gc</c> keeps of this tree's builds; null when only expiry counts.</summary>
    public RetentionPolicy? Retention { get; init; }

    /// <summary>Where images are found and kept, unless the command line says so.</summary>
    public BackendKind Backend { get; init; }

    /// <summary>The engine to use: <c>docker</c>, <c>podman</c> or <c>buildah</c>; null to detect one.</summary>
    public string? Engine { get; init; }

    /// <summary>Where build secrets are, by id.</summary>
    public ImmutableSortedDictionary<string, SecretSource> Secrets { get; init; } = NoSecrets;

    // One for all, as with the folders.
    private static readonly ImmutableSortedDictionary<string, SecretSource> NoSecrets =
        ImmutableSortedDictionary.Create<string, SecretSource>(StringComparer.Ordinal);

    /// <summary>With what statements about builds are signed.</summary>
    public SigningSettings Signing { get; init; } = SigningSettings.None;

    /// <summary>What only one dialect or backend understands, such as how tasks that build images are made.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;

    /// <summary>Where registry images are published, unless a <c>REGISTRY</c> file says so.</summary>
    public string? Registry { get; init; }

    /// <summary>
    /// The registries, <c>host[:port]</c>, that are also reached without TLS or with a certificate
    /// that nobody vouches for.
    /// </summary>
    public ImmutableSortedSet<string> InsecureRegistries { get; init; } =
        ImmutableSortedSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The builder named in digests of the taskgraph scheme.</summary>
    public string ImageBuilder { get; init; } = DefaultImageBuilder;

    /// <summary>
    /// Whether arguments stand in digests of the taskgraph scheme with blanks between, as releases before 14.3 had it.
    /// </summary>
    public bool HasSpacedArguments { get; init; }

    /// <summary>
    /// Whether builds at a level use only what is named by its content; never for a pull request, which has no level.
    /// </summary>
    public bool Protects(Level? level) => level is { } known && ProtectedLevels.Contains(known);

    /// <summary>Where builds of an image, or of packages, are indexed.</summary>
    public IndexTemplates TemplatesOf(ImageName name) =>
        Packages.ContainsKey(name) ? IndexTemplates.Packages : Templates;

    /// <summary>What an image is called in the index.</summary>
    public string IndexedAs(ImageName name) => Packages.GetValueOrDefault(name) ?? name.Value;

    /// <summary>What is known of the checkout, for other revisions of it.</summary>
    public CheckoutFacts Checkout =>
        new(Extensions.Get<GeckoSettings>().RepositoryType, SpreadsUncached ? CheckoutFacts.Toolchains : null);

    /// <summary>The same with other settings of one dialect or backend.</summary>
    public SlipwayConfig With<T>(T extension)
        where T : class, new() =>
        this with { Extensions = Extensions.With(extension) };

    /// <summary>The platform that an image is built for.</summary>
    public string PlatformOf(ImageDefinition image) => image.Platform ?? Platform;

    /// <summary>Collects the contexts of images of this tree.</summary>
    public ContextBuilder ContextsOf(ISourceTree tree) => new(tree, Dialect.Contexts, RunTask, DockerfileRules.RunTask);

    /// <summary>The level of a project; the lowest when no level names it.</summary>
    public Level LevelOf(string project) => Projects.GetValueOrDefault(project, Level.Lowest);
}
