using Slipway.Core.Diagnostics;

namespace Slipway.Core.Registries;

/// <summary>What can go wrong between Slipway and a registry.</summary>
public static class RegistryCodes
{
    public static readonly DiagnosticCode DocumentInvalid =
        new(1701, "A registry's document cannot be understood", ExitCode.Failed);

    public static readonly DiagnosticCode PlatformMissing =
        new(1702, "An image is not published for the platform", ExitCode.Failed);
}
