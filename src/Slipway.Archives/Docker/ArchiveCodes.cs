using Slipway.Model.Diagnostics;

namespace Slipway.Archives.Docker;

/// <summary>What can be wrong with the archive of an image (<c>docs/errors/14-store.md</c>).</summary>
public static class ArchiveCodes
{
    public static readonly DiagnosticCode Damaged =
        new(1410, "The archive of an image is damaged or incomplete", ExitCode.Failed);

    public static readonly DiagnosticCode Refused =
        new(1411, "The archive of an image holds what no image has", ExitCode.Failed);

    public static readonly DiagnosticCode OtherImage =
        new(1412, "The archive holds another image", ExitCode.Failed);

    public static readonly DiagnosticCode TooLarge =
        new(1413, "A part of the archive is larger than allowed", ExitCode.Failed);

    public static readonly DiagnosticCode Expands =
        new(1414, "An archive expands beyond measure", ExitCode.Failed);
}
