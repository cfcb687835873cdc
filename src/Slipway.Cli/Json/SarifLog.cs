using System.Text.Json.Serialization;

namespace Slipway.Cli.Json;

/// <summary>
/// SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html: as much of it as is written.
/// </summary>
internal sealed record SarifLog(IReadOnlyList<SarifRun> Runs)
{
    [JsonPropertyName("$schema")]
    [JsonPropertyOrder(-2)]
    public string Schema =>
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    [JsonPropertyOrder(-1)]
    public string Version => "2.1.0";
}

/// <summary>Section 3.14.</summary>
internal sealed record SarifRun(
    SarifTool Tool,
    IReadOnlyList<SarifInvocation> Invocations,
    IReadOnlyDictionary<string, SarifArtifactLocation> OriginalUriBaseIds,
    string ColumnKind,
    IReadOnlyList<SarifResult> Results);

/// <summary>Section 3.18.</summary>
internal sealed record SarifTool(SarifDriver Driver);

/// <summary>Section 3.19, <c>toolComponent</c>.</summary>
internal sealed record SarifDriver(string Name, string SemanticVersion, IReadOnlyList<SarifRule> Rules);

/// <summary>Section 3.49, <c>reportingDescriptor</c>.</summary>
internal sealed record SarifRule(string Id, SarifMessage ShortDescription, SarifMessage Help);

/// <summary>Section 3.20.</summary>
internal sealed record SarifInvocation(
    bool ExecutionSuccessful, IReadOnlyList<SarifNotification> ToolExecutionNotifications);

/// <summary>Section 3.58.</summary>
internal sealed record SarifNotification(SarifMessage Message, string Level);

/// <summary>Section 3.27.</summary>
internal sealed record SarifResult(
    string RuleId,
    int RuleIndex,
    string Level,
    SarifMessage Message,
    IReadOnlyList<SarifLocation>? Locations,
    IReadOnlyList<SarifFix>? Fixes,
    IReadOnlyDictionary<string, string>? Properties);

/// <summary>Section 3.28.</summary>
internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);

/// <summary>Section 3.29.</summary>
internal sealed record SarifPhysicalLocation(SarifArtifactLocation ArtifactLocation, SarifRegion? Region);

/// <summary>Section 3.4.</summary>
internal sealed record SarifArtifactLocation(string Uri, string? UriBaseId);

/// <summary>Section 3.30: by line and column, or by bytes.</summary>
internal sealed record SarifRegion
{
    public int? StartLine { get; init; }

    public int? StartColumn { get; init; }

    public int? ByteOffset { get; init; }

    public int? ByteLength { get; init; }
}

/// <summary>Section 3.55.</summary>
internal sealed record SarifFix(SarifMessage Description, IReadOnlyList<SarifArtifactChange> ArtifactChanges);

/// <summary>Section 3.56.</summary>
internal sealed record SarifArtifactChange(
    SarifArtifactLocation ArtifactLocation, IReadOnlyList<SarifReplacement> Replacements);

/// <summary>Section 3.57.</summary>
internal sealed record SarifReplacement(SarifRegion DeletedRegion, SarifMessage InsertedContent);

/// <summary>Section 3.11; 3.12 where it belongs to a rule.</summary>
internal sealed record SarifMessage(string Text);
