using Slipway.Model.Diagnostics;

namespace Slipway.Sharing.Errors;

/// <summary>What can go wrong where machines share images in a registry.</summary>
public static class SharingCodes
{
    public static readonly DiagnosticCode NameUnfit =
        new(1730, "An image's name does not fit into the registry", ExitCode.Failed);

    public static readonly DiagnosticCode ReadingDenied =
        new(1731, "A repository may not be read", ExitCode.Failed);

    public static readonly DiagnosticCode RootMissing =
        new(1732, "No registry is named to share images in", ExitCode.Usage);

    public static readonly DiagnosticCode ImageDamaged =
        new(1733, "A shared image cannot be used", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ReadOnly =
        new(1734, "Nothing is shared, because nothing may be written", ExitCode.Failed);

    public static readonly DiagnosticCode BuiltElsewhere =
        new(1735, "Another machine builds the image", ExitCode.Failed);

    public static readonly DiagnosticCode Unreadable =
        new(1736, "What a registry has cannot be read", ExitCode.Failed);

    public static readonly DiagnosticCode NotRemoved =
        new(1749, "A registry keeps what it was told to delete", ExitCode.Failed);
}
