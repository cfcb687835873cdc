using Slipway.Core.Checks;
using Slipway.Core.Diagnostics;

namespace Slipway.Cli.Json;

/// <param name="Code">Such as <c>SLIP1801</c>.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Image">The image that it is about, when it is about one.</param>
/// <param name="Message">What it is.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="File">Below the root.</param>
/// <param name="Line">From 1; left out when the whole file is meant.</param>
/// <param name="Column">From 1; left out when the whole line is meant.</param>
/// <param name="Fix">What <c>--fix</c> would write.</param>
internal sealed record FindingDocument(
    string Code,
    string Severity,
    string? Image,
    string Message,
    string Remedy,
    string? File,
    int? Line,
    int? Column,
    FixDocument? Fix);
