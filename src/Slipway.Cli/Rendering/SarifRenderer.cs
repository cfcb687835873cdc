using Slipway.Cli.Help;
using Slipway.Cli.Json;
using Slipway.Model.Diagnostics;
using Slipway.Review.Checks.Findings;

namespace Slipway.Cli.Rendering;

/// <summary>Findings as SARIF, the form that code scanning services and editors read.</summary>
internal sealed class SarifRenderer
{
    private const string Root = "ROOT";

    private readonly CheckReport _report;
    private readonly string _rootPath;
    private readonly List<DiagnosticCode> _codes;

    private SarifRenderer(CheckReport report, string rootPath)
    {
        _report = report;
        _rootPath = rootPath;
        _codes =
        [
            .. report.Findings.Select(finding => finding.Diagnostic.Code).Distinct().OrderBy(code => code.Number),
        ];
    }

    public static SarifLog ToDocument(CheckReport report, string rootPath) => new SarifRenderer(report, rootPath).Log();

    private SarifLog Log() => new([
        new SarifRun(
            new SarifTool(new SarifDriver("slipway", ProductVersion.Text, [.. _codes.Select(Rule)])),
            [new SarifInvocation(ExecutionSuccessful: true, [.. _report.Skipped.Select(Notification)])],
            new Dictionary<string, SarifArtifactLocation>
            {
                // A base is a folder, and a folder's address ends with a slash (section 3.14.14).
                [Root] = new(new Uri(_rootPath.TrimEnd('/') + "/").AbsoluteUri, null),
            },
            "utf16CodeUnits",
            [.. _report.Findings.Select(Result)]),
    ]);

    private static SarifRule Rule(DiagnosticCode code) => new(
        code.ToString(),
        new SarifMessage(code.Title),
        new SarifMessage($"Slipway's documentation explains {code} in docs/errors."));

    private static SarifNotification Notification(SkippedCheck skipped) =>
        new(new SarifMessage($"Not checked: {skipped.What} ({skipped.Why})"), "note");

    private SarifResult Result(Finding finding) => new(
        finding.Diagnostic.Code.ToString(),
        _codes.IndexOf(finding.Diagnostic.Code),
        finding.Diagnostic.Severity == Severity.Error ? "error" : "warning",
        new SarifMessage($"{finding.Diagnostic.Message}. {finding.Diagnostic.Remedy}"),
        finding.Diagnostic.Location is { } location ? [Location(location)] : null,
        finding.Fix is { } fix ? [FixOf(finding, fix)] : null,
        finding.Image is { } image ? new Dictionary<string, string> { ["image"] = image.Value } : null);

    private static SarifLocation Location(SourceLocation location) =>
        new(
            new SarifPhysicalLocation(
                Artifact(location.File),
                location.Line == 0
                    ? null
                    : new SarifRegion
                    {
                        StartLine = location.Line,
                        StartColumn = location.Column == 0 ? null : location.Column,
                    }));

    private static SarifFix FixOf(Finding finding, Fix fix) => new(
        new SarifMessage(finding.Diagnostic.Remedy),
        [
            new SarifArtifactChange(
                Artifact(fix.File.Value),
                [
                    new SarifReplacement(
                        new SarifRegion
                        {
                            ByteOffset = fix.Offset,
                            ByteLength = System.Text.Encoding.UTF8.GetByteCount(fix.Expected),
                        },
                        new SarifMessage(fix.Replacement)),
                ]),
        ]);

    private static SarifArtifactLocation Artifact(string file) => Path.IsPathRooted(file)
        ? new SarifArtifactLocation(new Uri(file).AbsoluteUri, null)
        : new SarifArtifactLocation(string.Join('/', file.Split('/').Select(Uri.EscapeDataString)), Root);
}
