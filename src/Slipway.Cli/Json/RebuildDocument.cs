namespace Slipway.Cli.Json;

/// <summary>A build of an image against the one before, as <c>history --json</c> gives it.</summary>
internal sealed record RebuildDocument(
    string Build,
    DateTimeOffset BuiltAt,
    string Digest,
    string? PreviousDigest,
    string Scope,
    string? Revision,
    string Reason,
    string Text,
    long? Size,
    long? SizeChange,
    double Seconds,
    IReadOnlyList<CauseDocument> Causes,
    IReadOnlyDictionary<string, string> Externals,
    IReadOnlyList<ExternalChangeDocument> ExternalChanges);

/// <summary>An image from elsewhere that meant another image hash in the build before.</summary>
internal sealed record ExternalChangeDocument(string Reference, string Before, string After);
