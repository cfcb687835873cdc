using Slipway.Model.Diagnostics;

namespace Slipway.Core.Dockerignore;

/// <summary>What can be wrong with a <c>.dockerignore</c>; <c>docs/errors/12-contexts.md</c>.</summary>
public static class DockerignoreCodes
{
    public static readonly DiagnosticCode DockerignoreInvalid =
        new(1211, "A line of .dockerignore is not a pattern", ExitCode.Usage);

    public static readonly DiagnosticCode DockerignoreTooLarge =
        new(1220, "A .dockerignore is too large", ExitCode.Usage);
}
