namespace Slipway.Cli.Json;

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
