using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Core.Trees;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Dialects.Taskgraph;

/// <summary>
/// The dialect of trees that taskgraph reads: their files, digests and namespaces are taskgraph's, byte for byte.
/// </summary>
public sealed class TaskgraphDialect : Dialect
{
    public static readonly TaskgraphDialect Instance = new();

    private TaskgraphDialect()
    {
    }

    public override string Name => "taskgraph";

    // With taskgraph's digests go taskgraph's namespaces, so that each finds what the other indexed.
    public override IndexTemplates Templates => IndexTemplates.Taskgraph;

    public override PullRequestScope PullRequests => PullRequestScope.Shared;

    // taskgraph does not look at what a Dockerfile says, and its digests are to be had for whatever it takes.
    public override DockerfileRules Dockerfiles { get; } = new()
    {
        HasUniversalNewlines = true,
        HasPlainParentArgument = true,
        RefusesBackslashes = true,
        TakesEmptyIncludes = true,
        ContinuesUnfinishedLine = true,
        ReferenceSeverity = Severity.Warning,

        // A slipway.yml that says no scheme would stand alone, and the tree's own files would not count.
        ImagesFile = TaskgraphLayout.KindName,
        ImagesKey = "tasks",
    };

    // Another parent in the digest would make it a different digest.
    public override bool ReferencesMakeParents => false;

    // Its digest does not say which file of the context is the Dockerfile, and its builder takes no other one.
    public override bool NamesDockerfiles => false;

    public override DigestLines DigestLines { get; } = material =>
    {
        var (image, config) = (material.Image, material.Config);
        var own = image.Extensions.Get<DigestSettings>();
        return TaskgraphDigest.Lines(
            material.ArchiveHash,
            image.Args,
            config.HasSpacedArguments,
            own.ImageBuilder ?? config.ImageBuilder,
            material.Parents.Select(parent => (parent.Edge.Parent, parent.Digest)),
            own.Lines ?? PlatformLines(image, config));
    };

    public override ImageTaskRules Tasks => TaskgraphImageTasks.Instance;

    public override bool HonoursDockerignore => TaskgraphContextRules.UsesDockerignore;

    public override ContextRules Contexts(LinkResolver resolver) => new TaskgraphContextRules(resolver);

    public override IEnumerable<RunTaskCopy> RunTaskCopies(TreeFiles files) => VendoredPackages.In(files);

    public override bool Fill(TreeFiles files, ConfigDraft draft, bool isAskedFor, DiagnosticBag problems) =>
        new TaskgraphReader(files, problems).Fill(draft, isAskedFor);

    public override void Settle(ConfigDraft draft, Dialect digests, DiagnosticBag problems) =>
        new DoubtSettler(draft, countsReleases: digests == this, problems).Settle();

    // taskgraph knows no platform, and two images that differ in nothing else must not have one digest. Where a
    // transform of the tree makes the difference, its lines are said and stand in place of this.
    private static ImmutableArray<string> PlatformLines(ImageDefinition image, SlipwayConfig config) =>
        config.PlatformOf(image) == config.Platform ? [] : [$"platform:{image.Platform}"];
}
