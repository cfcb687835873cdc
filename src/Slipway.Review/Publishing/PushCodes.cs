using Slipway.Model.Diagnostics;

namespace Slipway.Review.Publishing;

/// <summary>What can be wrong when images are published.</summary>
public static class PushCodes
{
    public static readonly DiagnosticCode NotRegistryImage = new(1750, "A task image is not published", ExitCode.Usage);

    public static readonly DiagnosticCode NoRegistry = new(1751, "No registry is named", ExitCode.Usage);

    public static readonly DiagnosticCode VersionTaken =
        new(1752, "A version is published with other content", ExitCode.CheckFailed);

    public static readonly DiagnosticCode PublishedMeanwhile =
        new(1753, "Somebody else published the version", ExitCode.CheckFailed);

    public static readonly DiagnosticCode HashShared = new(1754, "Two images share a HASH file", ExitCode.Usage);

    public static readonly DiagnosticCode NotWrittenDown =
        new(1755, "A push could not be written down", ExitCode.Failed);

    public static readonly DiagnosticCode OtherBuild =
        new(1756, "The store has another build of what is published", ExitCode.Done);
}
