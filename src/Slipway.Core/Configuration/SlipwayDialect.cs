using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Trees;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Configuration;

/// <summary>
/// Slipway's own dialect: <c>slipway.yml</c> says everything, and a digest is the hash of the inputs manifest.
/// </summary>
public sealed class SlipwayDialect : Dialect
{
    public static readonly SlipwayDialect Instance = new();

    private SlipwayDialect()
    {
    }

    public override string Name => "slipway";

    public override IndexTemplates Templates => IndexTemplates.Slipway;

    public override PullRequestScope PullRequests => PullRequestScope.Isolated;

    public override DockerfileRules Dockerfiles => DockerfileRules.Strict;

    public override bool ReferencesMakeParents => true;

    public override bool NamesDockerfiles => true;

    public override DigestLines? DigestLines => null;

    public override ImageTaskRules Tasks => ImageTaskRules.Slipway;

    public override bool HonoursDockerignore => SlipwayContextRules.UsesDockerignore;

    public override ContextRules Contexts(LinkResolver resolver) => new SlipwayContextRules(resolver);

    public override bool Fill(TreeFiles files, ConfigDraft draft, bool isAskedFor, DiagnosticBag problems) => true;

    public override void Settle(ConfigDraft draft, Dialect digests, DiagnosticBag problems)
    {
        Refuse(draft.Config.Extensions.Get<TaskgraphSettings>().Location, "taskgraph", problems);
        Refuse(draft.Config.Extensions.Get<GeckoSettings>().Location, "gecko", problems);
    }

    private static void Refuse(SourceLocation? location, string key, DiagnosticBag problems)
    {
        if (location is not null)
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.BadValue,
                $"'{key}' is for trees with 'scheme: {key}', and this one has another",
                $"Add 'scheme: {key}', or remove '{key}'.",
                location));
        }
    }
}
