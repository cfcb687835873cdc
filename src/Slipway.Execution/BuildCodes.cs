using Slipway.Core.Diagnostics;

namespace Slipway.Execution;

/// <summary>What can go wrong while a plan is carried out.</summary>
public static class BuildCodes
{
    public static readonly DiagnosticCode SecretMissing = new(1601, "A build secret is missing", ExitCode.Usage);

    public static readonly DiagnosticCode SecretUnused = new(1602, "A build secret that no image asks for", ExitCode.Usage);

    public static readonly DiagnosticCode LogIncomplete = new(1603, "The log of a build is incomplete", ExitCode.Failed);

    public static readonly DiagnosticCode Unexpected = new(1604, "A build failed in an unexpected way", ExitCode.Failed);

    public static readonly DiagnosticCode LocalBase = new(
        1605, "A base image is a local build of unknown trust", ExitCode.Failed);
}
