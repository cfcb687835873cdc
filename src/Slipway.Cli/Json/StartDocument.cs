namespace Slipway.Cli.Json;

/// <summary>What <c>init --json</c> gives.</summary>
/// <param name="Kind"><c>configured</c>, <c>taskgraph</c>, <c>usual</c>, <c>declared</c>, <c>dockerfiles</c> or
/// <c>empty</c>.</param>
/// <param name="Written">Whether the files were written.</param>
internal sealed record StartDocument(
    string Root,
    string Kind,
    bool Written,
    IReadOnlyList<string> Found,
    IReadOnlyList<string> Images,
    IReadOnlyList<StartFileDocument> Files,
    IReadOnlyList<StartLinesDocument> ToAdd,
    IReadOnlyList<StartLeftOutDocument> LeftOut,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Next);

/// <summary>A file that was written, or would be.</summary>
internal sealed record StartFileDocument(string Path, string Content);

/// <summary>Lines that a file lacks which is there.</summary>
internal sealed record StartLinesDocument(string Path, IReadOnlyList<string> Lines);

/// <summary>What cannot be an image.</summary>
internal sealed record StartLeftOutDocument(string Name, string Reason, string File, int? Line, string? Code);
