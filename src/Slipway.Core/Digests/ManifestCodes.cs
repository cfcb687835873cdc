using Slipway.Model.Diagnostics;

namespace Slipway.Core.Digests;

/// <summary>What can be wrong with an inputs manifest (<c>docs/errors/19-git-and-explanations.md</c>).</summary>
public static class ManifestCodes
{
    public static readonly DiagnosticCode ManifestInvalid =
        new(1913, "An inputs manifest cannot be understood", ExitCode.Failed);
}
