using Slipway.Model.Diagnostics;

namespace Slipway.Core.Causes;

/// <summary>What can stand in the way of an explanation.</summary>
public static class ExplainCodes
{
    public static readonly DiagnosticCode NothingToCompare =
        new(1910, "There is no build to compare with", ExitCode.NotFound);

    public static readonly DiagnosticCode SideUnknown =
        new(1911, "Neither a digest, a revision nor a date", ExitCode.Usage);

    public static readonly DiagnosticCode ManifestGone =
        new(1912, "The inputs of a build are not in the store any more", ExitCode.NotFound);

    public static readonly DiagnosticCode NotInTree =
        new(1914, "A file is not part of the tree", ExitCode.Usage);
}
