using Slipway.Model.Diagnostics;

namespace Slipway.Sharing.Errors;

/// <summary>What can go wrong where machines share images in a registry.</summary>
public static class SharingCodes
{
    public static readonly DiagnosticCode NameUnfit =
        new(1730, "An image's name does not fit into the registry", ExitCode.Failed);
}
