using System.Text.Json.Serialization;

namespace Slipway.Cli.Json;

/// <summary>An image, as <c>list --json</c> gives it.</summary>
internal sealed record ImageDocument(
    string Name,
    string Kind,
    string Folder,
    string Digest,
    IReadOnlyList<string> Parents,
    IReadOnlyDictionary<string, string> Args,
    IndexedDocument? Indexed);

/// <summary>Where an image is indexed.</summary>
internal sealed record IndexedDocument(
    string Namespace, string Scope, string Build, string? ImageHash, DateTimeOffset BuiltAt, DateTimeOffset Expires, long? Size);

/// <summary>A digest, as <c>hash --json</c> gives it.</summary>
internal sealed record DigestDocument(string Image, string Scheme, string Digest, string? ContextHash);

/// <summary>A plan, as <c>plan --json</c> gives it.</summary>
internal sealed record PlanDocument(
    string Level,
    string? Project,
    DateTimeOffset PushDate,
    IReadOnlyList<PlannedImageDocument> Images,
    IReadOnlyList<IReadOnlyList<string>> Waves);

internal sealed record PlannedImageDocument(
    string Name,
    string Digest,
    string Action,
    string? Level,
    string Cause,
    string CauseKind,
    string? Namespace,
    DateTimeOffset? BuiltAt,
    DateTimeOffset? StaleSince,
    IReadOnlyList<string> Parents);

/// <summary>What a build came to, as <c>build --json</c> gives it.</summary>
internal sealed record BuildDocument(IReadOnlyList<OutcomeDocument> Images);

internal sealed record OutcomeDocument(
    string Name,
    string Digest,
    string Result,
    string? Build,
    string? ImageHash,
    long? Size,
    double Seconds,
    string? SkippedFor,
    IReadOnlyList<DiagnosticDocument> Diagnostics);

internal sealed record DiagnosticDocument(string Code, string Message, string? Location, string Remedy);

/// <summary>What a load did, as <c>load --json</c> gives it.</summary>
internal sealed record LoadDocument(
    string? Name, string ImageHash, IReadOnlyList<string> Tags, int LayersSent, int LayersPresent, long BytesSent);

/// <summary>An entry of the index, as <c>index --json</c> gives it.</summary>
internal sealed record IndexEntryDocument(
    string Namespace, string Build, long Rank, DateTimeOffset Expires, IReadOnlyDictionary<string, string> Data);

internal sealed record IndexListDocument(
    IReadOnlyList<string> Namespaces, IReadOnlyList<IndexEntryDocument> Entries);

/// <summary>A build record, as <c>log --list --json</c> gives it.</summary>
internal sealed record BuildRecordDocument(
    string Id,
    string Image,
    string Digest,
    string Level,
    string? Project,
    string? Revision,
    DateTimeOffset PushDate,
    DateTimeOffset Started,
    DateTimeOffset Finished,
    string Result,
    string? ImageHash,
    long? Size,
    string Engine);

/// <summary>One thing that the doctor looked at.</summary>
internal sealed record CheckDocument(string Name, string State, string Detail, string? Remedy);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<ImageDocument>))]
[JsonSerializable(typeof(IReadOnlyList<DigestDocument>))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(BuildDocument))]
[JsonSerializable(typeof(LoadDocument))]
[JsonSerializable(typeof(IndexEntryDocument))]
[JsonSerializable(typeof(IndexListDocument))]
[JsonSerializable(typeof(IReadOnlyList<BuildRecordDocument>))]
[JsonSerializable(typeof(IReadOnlyList<CheckDocument>))]
internal sealed partial class DocumentContext : JsonSerializerContext;
