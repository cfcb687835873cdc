using Slipway.Model.Diagnostics;

namespace Slipway.Model.Registries;

/// <summary>What can go wrong between Slipway and a registry.</summary>
public static class RegistryCodes
{
    public static readonly DiagnosticCode DocumentInvalid =
        new(1701, "A registry's document cannot be understood", ExitCode.Failed);

    public static readonly DiagnosticCode PlatformMissing =
        new(1702, "An image is not published for the platform", ExitCode.Failed);

    public static readonly DiagnosticCode Unreachable = new(1703, "A registry cannot be reached", ExitCode.Failed);

    public static readonly DiagnosticCode CertificateRefused =
        new(1704, "A registry's certificate is not trusted", ExitCode.Failed);

    public static readonly DiagnosticCode Unauthorized = new(
        1705, "A registry wants other credentials", ExitCode.Failed);

    public static readonly DiagnosticCode Denied = new(1706, "A registry denies access", ExitCode.Failed);

    public static readonly DiagnosticCode NotFound =
        new(1707, "A registry does not have what was asked for", ExitCode.NotFound);

    public static readonly DiagnosticCode DigestMismatch =
        new(1708, "A registry has other content than the digest says", ExitCode.CheckFailed);

    public static readonly DiagnosticCode TooLarge = new(1709, "A registry sends more than is read", ExitCode.Failed);

    public static readonly DiagnosticCode TooManyRequests =
        new(1710, "A registry gets too many requests", ExitCode.Failed);

    public static readonly DiagnosticCode ServerFailed = new(1711, "A registry failed", ExitCode.Failed);

    public static readonly DiagnosticCode RequestRefused = new(1712, "A registry refused a request", ExitCode.Failed);

    public static readonly DiagnosticCode UploadFailed = new(1713, "An upload to a registry failed", ExitCode.Failed);

    public static readonly DiagnosticCode CredentialHelperFailed =
        new(1714, "A credential helper failed", ExitCode.Failed);

    public static readonly DiagnosticCode AuthFileInvalid =
        new(1715, "A file of credentials cannot be used", ExitCode.Usage);

    public static readonly DiagnosticCode AuthenticationUnsupported =
        new(1716, "A registry's way of authentication cannot be used", ExitCode.Failed);

    public static readonly DiagnosticCode RedirectRefused = new(
        1717, "A registry's redirect is not followed", ExitCode.Failed);

    public static readonly DiagnosticCode ProtocolViolated =
        new(1718, "A registry does not keep to the specification", ExitCode.Failed);

    public static readonly DiagnosticCode CertificateFileInvalid =
        new(1719, "A registry's certificate file cannot be used", ExitCode.Usage);

    public static readonly DiagnosticCode TooSlow = new(1720, "A registry sends too slowly", ExitCode.Failed);
}
