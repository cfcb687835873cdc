using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Ci;

/// <summary>What can be wrong between Slipway and the CI system in which it runs.</summary>
public static class CiCodes
{
    public static readonly DiagnosticCode CannotReport = new(
        1930, "A file of the CI system cannot be written", ExitCode.Failed);
}
