using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>
/// The names that the template of a decision or action may use: what the push says, not what the task says.
/// </summary>
internal sealed class DecisionContext(
    ChainVerification chain, ChainLink link, ChainLink decision, string tasksFor)
{
    private const string Cron = "cron";

    /// <summary>What <c>as_slugid</c> gives: the decision's id for its own name, else the task's.</summary>
    public string SlugId(string name) => name == LinkTypes.Decision ? decision.TaskId : link.TaskId;

    /// <summary>The template, for actions with names around it, and the context.</summary>
    public (JsonNode? Template, JsonObject Names) Make(JsonNode? template)
    {
        var names = new JsonObject
        {
            ["now"] = link.Task.TextAt("created") ?? throw new RuleBrokenException("created is missing"),
            ["tasks_for"] = tasksFor,
            ["ownTaskId"] = link.TaskId,
            ["taskId"] = null,
        };
        if (chain.Policy.ProductType == GitHubContext.ProductType)
        {
            new GitHubContext(chain, link, decision).AddTo(names, tasksFor);
            return (template, names);
        }

        var repository = MercurialContext.Repository(chain, decision);
        names["repository"] = repository;
        switch (tasksFor)
        {
            case "hg-push":
                repository["type"] = "hg";
                names["push"] = MercurialContext.Push(chain, decision, isCron: false);
                return (template, names);
            case Cron:
                repository["type"] = "hg";
                names["push"] = MercurialContext.Push(chain, decision, isCron: true);
                names[Cron] = CronOf(link);
                return (template, names);
            case LinkTypes.Action:
                return new ActionContext(chain, link, decision).Make(template, names, SlugId);
            default:
                throw new RuleBrokenException($"nothing is known of decisions for {tasksFor}");
        }
    }

    /// <summary>What a cron hook was told: JSON in a text.</summary>
    public static JsonNode? CronOf(ChainLink link)
    {
        var reading = StrictJson.Read(
            link.Task.TextAt("extra", Cron) ?? throw new RuleBrokenException("extra.cron is no text"));
        return reading.IsPlain ? reading.Value : throw new RuleBrokenException("extra.cron is no plain JSON");
    }
}
