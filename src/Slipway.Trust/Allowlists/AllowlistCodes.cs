using Slipway.Model.Diagnostics;

namespace Slipway.Trust.Allowlists;

/// <summary>What can be wrong with writing the allowlist (<c>docs/errors/18-checks.md</c>).</summary>
public static class AllowlistCodes
{
    public static readonly DiagnosticCode AllowlistNotAppendable =
        new(1820, "Nothing can be added to the allowlist", ExitCode.Failed);
}
