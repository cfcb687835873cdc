using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Naming;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Verification;

/// <summary>A task on a chain while it is being judged.</summary>
internal sealed class ChainLink(string name, string taskId, string type, string implementation, TaskDocument document)
{
    private readonly List<TrustCheck> _checks = [];

    public string Name { get; } = name;

    public string TaskId { get; } = taskId;

    /// <summary>The type in the word of whoever named the task.</summary>
    public string Type { get; } = type;

    public string Implementation { get; } = implementation;

    public TaskDocument Document { get; } = document;

    /// <summary>The definition; an object, or there is no link.</summary>
    public JsonObject Task { get; } = (JsonObject)document.Definition.Value!;

    /// <summary>Whether the task ran, and has a chain of trust; a claimed target is none.</summary>
    public bool IsLink { get; init; } = true;

    /// <summary>Whether only a child image's environment names it.</summary>
    public bool IsParentOnly { get; init; }

    /// <summary>What the worker signed; null before that was found to be true.</summary>
    public JsonReading? Statement { get; set; }

    /// <summary>The statement as an object; null when it is none.</summary>
    public JsonObject? Signed => Statement?.Value as JsonObject;

    /// <summary>The highest level for which the key speaks that signed; null when it has none.</summary>
    public int? KeyLevel { get; set; }

    /// <summary>Why what its worker signed counts for nothing; null when it counts.</summary>
    public string? VoidedBy { get; set; }

    /// <summary>The image IDs that count all the same, because somebody allowed them since.</summary>
    public ImmutableSortedSet<string> StillAllowed { get; set; } = [];

    public IReadOnlyList<TrustCheck> Checks => _checks;

    public bool IsPlanner => Type is LinkTypes.Decision or LinkTypes.Action;

    /// <summary>The task that planned it.</summary>
    public string Planner => Task.TextAt("extra", "parent") ?? GroupId;

    public string GroupId => Task.TextAt("taskGroupId") ?? string.Empty;

    /// <summary>Where it ran, as provisioner/worker type.</summary>
    public string Pool => $"{Task.TextAt("provisionerId")}/{Task.TextAt("workerType")}";

    public JsonNode? Payload => Task.At("payload");

    public JsonNode? Environment => Payload.At("env");

    /// <summary>What it is in a sentence.</summary>
    public string Words => $"{Name} {TaskId}";

    public void Held(string rule, string text) => _checks.Add(new TrustCheck(rule, CheckState.Held, text));

    public void Failed(string rule, string text) => _checks.Add(new TrustCheck(rule, CheckState.Failed, text));

    /// <param name="rule">The rule.</param>
    /// <param name="text">What was not checked, and why.</param>
    /// <param name="artifact">The one artifact about which this is; null when it is about the task.</param>
    public void NotChecked(string rule, string text, string? artifact = null) =>
        _checks.Add(new TrustCheck(rule, CheckState.NotChecked, text) { Artifact = artifact });

    public LinkVerdict ToVerdict() => new(
        Name, TaskId, Task.TextAt("metadata", "name"), Type, Implementation, [.. _checks]);
}
