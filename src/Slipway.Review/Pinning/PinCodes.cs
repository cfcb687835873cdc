using Slipway.Model.Diagnostics;

namespace Slipway.Review.Pinning;

/// <summary>What can stand in the way of a pin.</summary>
public static class PinCodes
{
    public static readonly DiagnosticCode ReferenceInvalid =
        new(1770, "A reference cannot be looked up in a registry", ExitCode.Usage);

    public static readonly DiagnosticCode ReferenceComposed =
        new(1771, "A reference is put together from several places", ExitCode.Usage);

    public static readonly DiagnosticCode ValueNotEditable =
        new(1772, "A value in slipway.yml cannot be changed in place", ExitCode.Usage);

    public static readonly DiagnosticCode NotPublished =
        new(1773, "A registry does not have the image", ExitCode.Failed);
}
