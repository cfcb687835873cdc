namespace Slipway.Cli.Json;

/// <summary>One thing that changed, and what it rebuilds.</summary>
/// <param name="Kind">Such as <c>file-changed</c>; <c>docs/why.md</c> lists them.</param>
/// <param name="Subject">A path of the tree, or the name of what else changed.</param>
/// <param name="Text">The change as a sentence.</param>
/// <param name="Before">What it was, for what was there.</param>
/// <param name="After">What it is, for what is there.</param>
/// <param name="Lines">The lines of a Dockerfile that differ.</param>
/// <param name="Patch">A unified diff, when it was asked for and is to be had.</param>
/// <param name="PatchMissing">Why there is none.</param>
/// <param name="Entries">The images whose own inputs it changed.</param>
/// <param name="Images">Every image that it rebuilds, parents first.</param>
internal sealed record CauseDocument(
    string Kind,
    string Subject,
    string Text,
    StateDocument? Before,
    StateDocument? After,
    IReadOnlyList<LineDocument>? Lines,
    string? Patch,
    string? PatchMissing,
    IReadOnlyList<EntryDocument> Entries,
    IReadOnlyList<string> Images);

/// <summary>One side of a change: of a file, of an argument or another text, or of a parent.</summary>
internal sealed record StateDocument(
    string? Path = null,
    string? Mode = null,
    string? Sha256 = null,
    long? Size = null,
    string? Target = null,
    string? Value = null,
    string? Digest = null);

/// <summary>A line that differs.</summary>
internal sealed record LineDocument(int Number, string? Before, string? After);

/// <summary>An image whose own inputs changed, and what brings the file into its context.</summary>
internal sealed record EntryDocument(string Image, ThroughDocument? Through);

/// <summary>What brings a file into a context.</summary>
/// <param name="Kind"><c>folder</c>, <c>dockerfile</c>, <c>include</c> or <c>run-task</c>.</param>
/// <param name="File">The Dockerfile with the include.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record ThroughDocument(string Kind, string? File, int? Line);
