using Slipway.Model.Diagnostics;

namespace Slipway.Core.Edges;

/// <summary>What can be wrong with what an image is built on.</summary>
public static class EdgeCodes
{
    public static readonly DiagnosticCode ParentUnknown = new(
        1106, "The parent of an image does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode ParentUncached =
        new(1116, "The parent of a cached image is not cached", ExitCode.Usage);

    public static readonly DiagnosticCode NameNear =
        new(1138, "A name is close to that of an image of the tree", ExitCode.Usage);

    public static readonly DiagnosticCode NameGone =
        new(1139, "A name is that of an image that the tree had", ExitCode.Usage);

    public static readonly DiagnosticCode BuilderMissing =
        new(1117, "The image that builds an image does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode PackageMissing =
        new(1118, "A package that an image needs does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode ParentPlatform =
        new(1171, "The parent of an image is for another platform", ExitCode.Usage);
}
