using Slipway.Model.Diagnostics;

namespace Slipway.Engines.Errors;

/// <summary>The problems that engines have; <c>docs/errors/15-engines.md</c> explains each.</summary>
public static class EngineCodes
{
    public static readonly DiagnosticCode UnknownEngine = new(1501, "The engine's name is not known", ExitCode.Usage);

    public static readonly DiagnosticCode NoEngine = new(1502, "No engine was found", ExitCode.Failed);

    public static readonly DiagnosticCode NotReachable = new(1503, "The engine cannot be reached", ExitCode.Failed);

    public static readonly DiagnosticCode PermissionDenied =
        new(1504, "The engine's socket may not be used", ExitCode.Failed);

    public static readonly DiagnosticCode EngineLost = new(1505, "The engine went away", ExitCode.Failed);

    public static readonly DiagnosticCode ClientMissing =
        new(1506, "The engine's command is missing or cannot be started", ExitCode.Failed);

    public static readonly DiagnosticCode RequestRefused = new(1507, "The engine refused a request", ExitCode.Failed);

    public static readonly DiagnosticCode UnsupportedStore =
        new(1508, "The engine's image store is not supported", ExitCode.Failed);

    public static readonly DiagnosticCode UnsupportedAddress =
        new(1509, "The engine's address is not supported", ExitCode.Usage);

    public static readonly DiagnosticCode PodmanServiceFailed =
        new(1510, "Podman's API service did not start", ExitCode.Failed);

    public static readonly DiagnosticCode PodmanElsewhere =
        new(1511, "The Podman service is not the local Podman", ExitCode.Failed);

    public static readonly DiagnosticCode ContextMissing =
        new(1512, "The chosen Docker context does not exist", ExitCode.Usage);

    public static readonly DiagnosticCode BuildFailed = new(1520, "A build failed", ExitCode.Failed);

    public static readonly DiagnosticCode SecretsNeedBuildKit =
        new(1521, "Build secrets need BuildKit", ExitCode.Failed);

    public static readonly DiagnosticCode SecretUnreadable =
        new(1522, "A build secret cannot be read", ExitCode.Usage);

    public static readonly DiagnosticCode PlatformMismatch =
        new(1524, "The image was built for another platform", ExitCode.Failed);

    public static readonly DiagnosticCode ImageUnknown = new(
        1525, "The engine does not have the image", ExitCode.Failed);

    public static readonly DiagnosticCode PullFailed = new(1526, "The engine cannot pull an image", ExitCode.Failed);

    public static readonly DiagnosticCode LoadRefused = new(1530, "The engine refused an image", ExitCode.Failed);

    public static readonly DiagnosticCode LoadedOther =
        new(1531, "The engine loaded another image than was meant", ExitCode.CheckFailed);

    public static readonly DiagnosticCode SaveTruncated =
        new(1532, "The engine's archive of an image has no end", ExitCode.Failed);

    public static readonly DiagnosticCode OtherLayers =
        new(1533, "The engine has other layers under the ID of an image", ExitCode.CheckFailed);

    public static readonly DiagnosticCode BuildahFailed = new(1540, "Buildah refused a request", ExitCode.Failed);

    public static readonly DiagnosticCode BuildahUnusable =
        new(1541, "Buildah cannot keep images here", ExitCode.Failed);

    public static readonly DiagnosticCode BuildahSaveFailed =
        new(1542, "Buildah did not save the whole of an image", ExitCode.Failed);

    public static readonly DiagnosticCode BuildahOption =
        new(1543, "Buildah runs containers without this option", ExitCode.Usage);

    public static readonly DiagnosticCode NothingToRun =
        new(1544, "The image says nothing about what to run", ExitCode.Usage);
}
