using Slipway.Model.Diagnostics;

namespace Slipway.Core.Includes;

/// <summary>What can be wrong with an include; <c>docs/errors/12-contexts.md</c>.</summary>
public static class IncludeCodes
{
    public static readonly DiagnosticCode IncludeMissing = new(1201, "An included path does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode IncludeAbsolute = new(1202, "An included path is absolute", ExitCode.Usage);

    public static readonly DiagnosticCode IncludeOutsideRoot =
        new(1203, "An included path lies outside the root", ExitCode.Usage);

    public static readonly DiagnosticCode RunTaskUnset = new(1213, "The run-task folder is not set", ExitCode.Usage);

    public static readonly DiagnosticCode RunTaskMissing = new(1214, "A run-task file does not exist", ExitCode.Usage);
}
