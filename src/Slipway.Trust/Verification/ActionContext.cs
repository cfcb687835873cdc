using System.Text.Json.Nodes;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;

namespace Slipway.Trust.Verification;

/// <summary>The names of an action: what its decision published about it, and what it was asked.</summary>
internal sealed class ActionContext(ChainVerification chain, ChainLink link, ChainLink decision)
{
    private const string Hook = "hook";
    private const string Generic = "generic";

    public (JsonNode? Template, JsonObject Names) Make(
        JsonNode? template, JsonObject names, Func<string, string> slugIds)
    {
        var action = Action();
        var asked = link.Task.At("extra", "action", "context");
        var hookNames = new JsonObject
        {
            ["input"] = asked.At("input")?.DeepClone(),
            ["taskId"] = asked.At("taskId")?.DeepClone(),
            ["parameters"] = TemplateSource.ReadYaml(
                chain.Artifact(decision.TaskId, ArtifactRules.Parameters)?.Content
                    ?? throw new RuleBrokenException($"{ArtifactRules.Parameters} was not published"),
                ArtifactRules.Parameters),
            ["taskGroupId"] = link.GroupId,
            ["now"] = names["now"]?.DeepClone(),
        };
        var payload = TemplateRenderer.Render(action.At("hookPayload")?.DeepClone(), hookNames, slugIds);
        string permission = Permission(action, payload);
        string repository = payload.TextAt("decision", "repository", "url")
            ?? throw new RuleBrokenException("the payload of the action's hook names no repository");
        var wrapped = new JsonObject
        {
            ["$let"] = new JsonObject
            {
                ["tasks_for"] = LinkTypes.Action,
                ["action"] = new JsonObject
                {
                    ["name"] = Of("decision", "action", "name"),
                    ["title"] = Of("decision", "action", "title"),
                    ["description"] = Of("decision", "action", "description"),
                    ["taskGroupId"] = Of("decision", "action", "taskGroupId"),
                    ["symbol"] = Of("decision", "action", "symbol"),
                    ["cb_name"] = Of("decision", "action", "cb_name"),
                    ["repo_scope"] =
                        $"assume:repo:{(repository.Length > 8 ? repository[8..] : string.Empty)}:action:{permission}",
                    ["action_perm"] = permission,
                },
                ["push"] = Of("decision", "push"),
                ["repository"] = Of("decision", "repository"),
                ["parameters"] = Of("decision", "parameters"),
                ["input"] = Of("user", "input"),
                ["taskId"] = Of("user", "taskId"),
                ["taskGroupId"] = Of("user", "taskGroupId"),
                ["ownTaskId"] = link.TaskId,
            },
            ["in"] = template,
        };
        return (wrapped, new JsonObject
        {
            ["payload"] = payload?.DeepClone(),
            ["taskId"] = link.TaskId,
            ["now"] = names["now"]?.DeepClone(),
            ["clientId"] = asked.At("clientId")?.DeepClone(),
        });

        // A path into the payload, so that what it holds is data and never a template.
        static JsonObject Of(params string[] path) => new() { ["$eval"] = $"payload.{string.Join('.', path)}" };
    }

    private JsonNode Action()
    {
        string? callback = link.Environment.TextAt("ACTION_CALLBACK");
        var reading = chain.ReadJson(decision, ArtifactRules.Actions);
        if (reading.Failure is { } failure)
        {
            throw new RuleBrokenException($"{ArtifactRules.Actions} of {decision.Words} is no JSON: {failure}");
        }

        var action = reading.Value.At("actions").Items().FirstOrDefault(candidate =>
            callback is not null
            && candidate.TextAt("hookPayload", "decision", LinkTypes.Action, "cb_name") == callback)
            ?? throw new RuleBrokenException($"{ArtifactRules.Actions} of {decision.Words} has no action {callback}");
        return action.TextAt("kind") == Hook
            ? action
            : throw new RuleBrokenException($"the action {callback} is of the kind {action.TextAt("kind") ?? "none"}");
    }

    private static string Permission(JsonNode action, JsonNode? payload) =>
        action.TextAt("extra", "actionPerm")
        ?? action.TextAt("actionPerm")
        ?? (action.TextAt("hookId")?.Contains($"{Generic}/", StringComparison.Ordinal) == true ? Generic : null)
        ?? payload.TextAt("decision", LinkTypes.Action, "cb_name")
        ?? throw new RuleBrokenException("nothing says which permission the action has");
}
