using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Includes;
using Slipway.Core.Trees;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Dialects.Gecko;

/// <summary>
/// The dialect of Firefox's tree: its transforms add builders, packages and the type of the repository to what
/// taskgraph makes digests of.
/// </summary>
public sealed class GeckoDialect : Dialect
{
    public static readonly GeckoDialect Instance = new();

    private GeckoDialect()
    {
    }

    public override string Name => "gecko";

    public override IndexTemplates Templates => IndexTemplates.Taskgraph;

    public override PullRequestScope PullRequests => PullRequestScope.Shared;

    // A Dockerfile is read as taskgraph does; only what run-task files stand for is another thing.
    public override DockerfileRules Dockerfiles { get; } = TaskgraphDialect.Instance.Dockerfiles with
    {
        RunTask = RunTaskForm.Gecko,
        PlatformKey = "arch",
        PlatformPlace = $"below 'tasks:' in {TaskgraphLayout.KindName}",
    };

    public override bool ReferencesMakeParents => false;

    public override bool NamesDockerfiles => false;

    public override DigestLines DigestLines { get; } = GeckoDigest.Lines;

    // Each name has its own task, its own routes and its own searches.
    public override bool SharesDigests => false;

    public override bool UncachedHaveDigests => false;

    public override bool HasDigestsOf(Dialect other) => other == this || other == SlipwayDialect.Instance;

    public override bool IsOfOwnTreesOnly => true;

    public override ImageTaskRules Tasks => GeckoTaskRules.Instance;

    public override bool HonoursDockerignore => TaskgraphContextRules.UsesDockerignore;

    public override ContextRules Contexts(LinkResolver resolver) => new TaskgraphContextRules(resolver);

    public override IEnumerable<RunTaskCopy> RunTaskCopies(TreeFiles files) => [];

    public override bool Fill(TreeFiles files, ConfigDraft draft, bool isAskedFor, DiagnosticBag problems) =>
        new GeckoReader(files, problems).Fill(draft, isAskedFor);

    public override void Settle(ConfigDraft draft, Dialect digests, DiagnosticBag problems)
    {
        new GenerationSettler(draft, digests == this).Settle();
        new DoubtSettler(draft, countsReleases: false, problems, hasReleases: false).Settle();
        PackageSettler.Settle(draft);
    }
}
