using Slipway.Model.Diagnostics;

namespace Slipway.Review.Checks.Findings;

/// <summary>What <c>slipway check</c> finds, and what can be wrong with the allowlist.</summary>
public static class CheckCodes
{
    public static readonly DiagnosticCode VersionNotBumped =
        new(1801, "Inputs changed but VERSION did not", ExitCode.CheckFailed);

    public static readonly DiagnosticCode VersionTaken =
        new(1802, "A version is published with other content", ExitCode.CheckFailed);

    public static readonly DiagnosticCode VersionUnlabelled =
        new(1803, "A published version does not say what it was built from", ExitCode.CheckFailed);

    public static readonly DiagnosticCode HashMissing =
        new(1804, "A registry image is not pinned", ExitCode.CheckFailed);

    public static readonly DiagnosticCode HashMalformed =
        new(1805, "HASH does not hold a repo digest", ExitCode.CheckFailed);

    public static readonly DiagnosticCode HashDiffers =
        new(1806, "HASH is not what the registry has", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ReferenceDiffers =
        new(1807, "A reference differs from HASH or VERSION", ExitCode.CheckFailed);

    public static readonly DiagnosticCode BaseUnpinned =
        new(1808, "An image from elsewhere is not pinned", ExitCode.CheckFailed);

    public static readonly DiagnosticCode FileUntracked =
        new(1809, "An untracked file in a context", ExitCode.CheckFailed);

    public static readonly DiagnosticCode FileIgnored =
        new(1810, "A file that git ignores in a context", ExitCode.CheckFailed);

    public static readonly DiagnosticCode NameAmbiguous =
        new(1811, "The name of an image can be taken in two ways", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ParentUnpublished =
        new(1812, "A registry image is built on a task image", ExitCode.CheckFailed);

    public static readonly DiagnosticCode ImageUnused = new(1813, "Nothing uses an image", ExitCode.CheckFailed);

    public static readonly DiagnosticCode NameRefused =
        new(1814, "A name that a registry would refuse", ExitCode.CheckFailed);

    public static readonly DiagnosticCode EntryExpired = new(1815, "An index entry has expired", ExitCode.CheckFailed);

    public static readonly DiagnosticCode EntryExpiring =
        new(1816, "An index entry expires soon", ExitCode.CheckFailed);

    public static readonly DiagnosticCode NeededExpiring =
        new(1823, "What a branch or a tag needs expires soon, or has expired", ExitCode.CheckFailed);

    public static readonly DiagnosticCode NotAllowed =
        new(1817, "An image hash is not in the allowlist", ExitCode.CheckFailed);

    public static readonly DiagnosticCode RegistryUnknown =
        new(1818, "A registry image has no registry", ExitCode.CheckFailed);

    public static readonly DiagnosticCode FileUntidy =
        new(1819, "White space around the content of a file", ExitCode.CheckFailed);

    public static readonly DiagnosticCode AllowedImageUnknown =
        new(1821, "The allowlist names an image that is not a registry image", ExitCode.CheckFailed);

    public static readonly DiagnosticCode DownloadUnchecked =
        new(1822, "An ADD without a checksum", ExitCode.CheckFailed);

    public static readonly DiagnosticCode FileHidden =
        new(1871, "A file that git was told not to look at is not what git has", ExitCode.CheckFailed);

    public static readonly DiagnosticCode SubmoduleDiffers =
        new(1872, "A submodule in a context is not what git has", ExitCode.CheckFailed);

    public static readonly DiagnosticCode FolderEmpty =
        new(1873, "A COPY of an empty folder", ExitCode.CheckFailed);
}
