using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Configuration;
using Slipway.Model.Indexing;

namespace Slipway.Decisions.Planning;

/// <summary>What all tasks of a decision have in common.</summary>
/// <param name="request">For whom, and when.</param>
/// <param name="settings">What is configured for tasks.</param>
/// <param name="config">The tree's configuration.</param>
internal sealed class TaskFrame(DecisionRequest request, PoolSettings settings, SlipwayConfig config)
{
    public DateTimeOffset Deadline { get; } = request.Now + settings.Deadline;

    /// <summary>
    /// When an image's task expires, and what it made: by the level, and never before its deadline,
    /// which the Queue refuses.
    /// </summary>
    public DateTimeOffset Expires
    {
        get
        {
            var expires = request.Now + config.Expiry[request.Parameters.Push.Level];
            return expires > Deadline ? expires : Deadline;
        }
    }

    public PoolSettings Settings => settings;

    /// <summary>
    /// The task that decides, unless the task waits for another one of the decision, and thereby for it.
    /// </summary>
    /// <remarks>
    /// As taskgraph does it: when a decision fails halfway, none of the tasks that it has created by then runs.
    /// </remarks>
    public JsonArray Dependencies(IEnumerable<string> others, bool hasNew) =>
        new([.. (hasNew ? others : others.Append(request.Decision.Value)).Distinct().Select(id => (JsonNode)id)]);

    public JsonObject Tags(string label, string kind) => new()
    {
        ["createdForUser"] = request.Parameters.Owner,
        ["kind"] = kind,
        ["label"] = label,
        ["project"] = request.Parameters.Project,
        ["trust-domain"] = settings.TrustDomain,
    };

    public JsonObject Metadata(string name, string description, string source) => new()
    {
        ["name"] = name,
        ["description"] = description,
        ["owner"] = request.Parameters.Owner,
        ["source"] = source,
    };

    /// <summary>Puts in what a definition does not say about when, and for whom.</summary>
    public void FillIn(JsonObject definition)
    {
        definition.TryAdd("schedulerId", settings.SchedulerId);
        definition.TryAdd("taskGroupId", request.Group.Value);
        if (settings.ProjectId is { } project)
        {
            definition.TryAdd("projectId", project);
        }

        definition.TryAdd("created", IndexData.Moment(request.Now));
        definition.TryAdd("deadline", IndexData.Moment(Deadline));
        definition.TryAdd("expires", IndexData.Moment(Expires));
    }

    public static JsonArray ToArray(ImmutableArray<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
