using Slipway.Model.Diagnostics;

namespace Slipway.Dialects.Gecko;

/// <summary>What can be said about the kinds of a tree with gecko's transforms.</summary>
public static class GeckoCodes
{
    public static readonly DiagnosticCode KindMissing =
        new(1162, "A tree for gecko has no kind of images", ExitCode.Usage);

    public static readonly DiagnosticCode TaskRefused =
        new(1163, "gecko refuses a task of a kind", ExitCode.Usage);

    public static readonly DiagnosticCode GroupNameless =
        new(1164, "A group of Treeherder has no name", ExitCode.Usage);

    public static readonly DiagnosticCode DistUnknown =
        new(1165, "The distribution of a package has no number", ExitCode.Usage);

    public static readonly DiagnosticCode VolumeInvalid =
        new(1166, "gecko cannot read a VOLUME", ExitCode.Usage);

    public static readonly DiagnosticCode GenerationUnknown =
        new(1167, "The tree does not show what its gecko makes digests of", ExitCode.Usage);

    public static readonly DiagnosticCode PackageUnsupported =
        new(1168, "Only gecko can tell the digest of a package", ExitCode.Usage);

    public static readonly DiagnosticCode ImageOfPackageMissing =
        new(1169, "The image that a package's task runs in does not exist", ExitCode.Usage);
}
