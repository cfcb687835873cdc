using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;

namespace Slipway.Review.Checks.Findings;

/// <summary>Everything that was found, and what was not looked at.</summary>
/// <param name="Images">How many images were looked at.</param>
/// <param name="Findings">Errors first, then by place and code: the same on every run.</param>
/// <param name="Skipped">What was not looked at.</param>
public sealed record CheckReport(
    int Images, ImmutableArray<Finding> Findings, ImmutableArray<SkippedCheck> Skipped)
{
    /// <summary>The images that were to be looked at and cannot be used.</summary>
    public ImmutableArray<UnfitImage> Unfit { get; init; } = [];

    public int Errors => Findings.Count(finding => finding.Diagnostic.Severity == Severity.Error);

    public int Warnings => Findings.Length - Errors;

    /// <summary>The changes that put findings right, each once.</summary>
    public ImmutableArray<Fix> Fixes => [.. Findings.Select(finding => finding.Fix).OfType<Fix>().Distinct()];

    /// <summary>What a command answers: a tree that cannot be read is another matter than one with findings.</summary>
    /// <param name="strict">Whether warnings count.</param>
    public ExitCode Exit(bool strict) =>
        Findings.Any(finding => finding.Diagnostic is { Severity: Severity.Error, Code.Exit: ExitCode.Usage })
            ? ExitCode.Usage
        : Errors > 0 || (strict && Warnings > 0) ? ExitCode.CheckFailed
        : ExitCode.Done;
}

/// <summary>Something that was not looked at.</summary>
/// <param name="What">What, such as <c>what registries have</c>.</param>
/// <param name="Why">Why not, in a few words.</param>
public sealed record SkippedCheck(string What, string Why);
