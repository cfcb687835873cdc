using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>The names of a decision of a repository on GitHub.</summary>
internal sealed class GitHubContext(ChainVerification chain, ChainLink link, ChainLink decision)
{
    public const string ProductType = "github";
    public const string PushEvent = "github-push";

    private const string WebFlow = "web-flow";

    public void AddTo(JsonObject names, string tasksFor)
    {
        switch (tasksFor)
        {
            case PushEvent:
                names["event"] = Push();
                break;
            case GitHubEvents.Release:
                names["event"] = new GitHubEvents(chain, decision).ReleaseEvent();
                break;
            case GitHubEvents.PullRequest:
                names["event"] = new GitHubEvents(chain, decision).PullRequestEvent();
                break;
            case "cron":
                AddCron(names);
                break;
            case LinkTypes.Action:
                foreach (var (name, value) in link.Task.At("extra", "action", "context").Members())
                {
                    names[name] = value?.DeepClone();
                }

                break;
            default:
                throw new RuleBrokenException(
                    $"decisions for {tasksFor} cannot be rebuilt: nothing is known of such events");
        }
    }

    /// <summary>The branch or tag that a decision claims; null when it claims none.</summary>
    public static string? Reference(ChainVerification chain, ChainLink link) =>
        SourceAddress.Variable(chain, link, "HEAD_BRANCH") ?? SourceAddress.Variable(chain, link, "HEAD_REF");

    private JsonObject Push()
    {
        var (owner, name) = Place();
        string address = $"https://github.com/{owner}/{name}";
        string? revision = SourceAddress.RevisionOf(chain, decision);
        return new JsonObject
        {
            ["before"] = Variable("BASE_REV"),
            ["after"] = revision,
            ["pusher"] = new JsonObject { ["email"] = decision.Task.TextAt("metadata", "owner") },
            ["base_ref"] = Variable("BASE_BRANCH") ?? Variable("BASE_REF"),
            ["ref"] = Reference(chain, decision),
            ["repository"] = new JsonObject
            {
                ["full_name"] = $"{owner}/{name}",
                ["ssh_url"] = $"git@github.com:{owner}/{name}.git",
                ["html_url"] = address,
                ["name"] = name,
                ["pushed_at"] = Variable("PUSH_DATE_TIME"),
            },
            ["sender"] = new JsonObject { ["login"] = Committer(owner, name, revision) },
        };
    }

    private void AddCron(JsonObject names)
    {
        var (owner, name) = Place();
        names["cron"] = DecisionContext.CronOf(link);
        string address = $"https://github.com/{owner}/{name}";
        // Some templates take a cron job for a release that is not on GitHub.
        names["event"] = new JsonObject
        {
            ["repository"] = new JsonObject
            {
                ["clone_url"] = address,
                ["full_name"] = $"{owner}/{name}",
                ["html_url"] = address,
                ["name"] = name,
            },
            ["release"] = new JsonObject
            {
                ["tag_name"] = Variable("HEAD_REV"),
                ["target_commitish"] = Reference(chain, decision),
                ["published_at"] = Variable("PUSH_DATE_TIME"),
            },
            ["sender"] = new JsonObject { ["login"] = Variable("TRIGGERED_BY") ?? "TaskclusterHook" },
        };
        names["repository"] = new JsonObject
        {
            ["url"] = TemplateSource.Repository(chain, decision),
            ["project"] = name,
            ["level"] = PoolLevel.Of(decision)?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["type"] = "git",
        };
        names["push"] = new JsonObject
        {
            ["revision"] = Variable("HEAD_REV"),
            ["branch"] = Reference(chain, decision),
        };
    }

    // GitHub's own name stands where a change was made on its pages.
    private string Committer(string owner, string name, string? revision)
    {
        var commit = GitHubPush.Commit(chain, owner, name, revision ?? string.Empty);
        return commit.TextAt("committer", "login") is { } login && login != WebFlow ? login
            : commit.TextAt("author", "login")
            ?? throw new RuleBrokenException($"GitHub knows nobody who made {revision}");
    }

    private (string Owner, string Name) Place() =>
        GitHubPush.Place(SourceAddress.Parse(TemplateSource.Repository(chain, decision)))
        ?? throw new RuleBrokenException("its repository is none on GitHub");

    private string? Variable(string name) => SourceAddress.Variable(chain, decision, name);
}
