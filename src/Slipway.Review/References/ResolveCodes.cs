using Slipway.Model.Diagnostics;

namespace Slipway.Review.References;

/// <summary>Why there can be no reference to an image.</summary>
public static class ResolveCodes
{
    public static readonly DiagnosticCode NotInRegistry =
        new(1780, "An image that lives in no registry is referred to", ExitCode.Usage);

    public static readonly DiagnosticCode RegistryUnknown =
        new(1781, "A registry image has no registry", ExitCode.Usage);

    public static readonly DiagnosticCode NameRefused =
        new(1782, "A registry image has a name that no registry takes", ExitCode.Usage);

    public static readonly DiagnosticCode HashMissing = new(1783, "A registry image has no HASH", ExitCode.Usage);

    public static readonly DiagnosticCode HashMalformed =
        new(1784, "A HASH file does not hold a repo digest", ExitCode.Usage);

    public static readonly DiagnosticCode MarkUnpaired =
        new(1785, "A mark is not closed, or not opened", ExitCode.Usage);

    public static readonly DiagnosticCode CannotRead = new(1786, "A file to resolve cannot be read", ExitCode.Usage);
}
