using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>What can be wrong with a command line.</summary>
public static class CliCodes
{
    public static readonly DiagnosticCode Syntax = new(1001, "The command line cannot be understood", ExitCode.Usage);

    public static readonly DiagnosticCode BinaryToTerminal = new(
        1004, "Binary data would go to the terminal", ExitCode.Usage);

    public static readonly DiagnosticCode Bug = new(1006, "An error that Slipway did not expect", ExitCode.Failed);

    public static readonly DiagnosticCode Unhealthy = new(1009, "The doctor found a problem", ExitCode.CheckFailed);
}
