using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;

namespace Slipway.Engines.Errors;

/// <summary>What to say when an engine's command is not there.</summary>
internal static class ClientErrors
{
    public static SlipwayException CannotStart(string executable, Exception exception) =>
        new(
            new Diagnostic(
                EngineCodes.ClientMissing,
                $"'{executable}' cannot be started: {Innermost(exception).Message}",
                "Check that the file is there and may be executed"),
            exception);

    public static SlipwayException NotOnPath(EngineKind kind) =>
        new(
            kind switch
            {
                EngineKind.Docker => new Diagnostic(
                    EngineCodes.ClientMissing,
                    "There is no 'docker' command on PATH, and Docker builds and runs through it",
                    "Install Docker's command-line client (package docker-cli or docker.io) or add its folder to PATH"),
                EngineKind.Podman => new Diagnostic(
                    EngineCodes.ClientMissing,
                    "There is no 'podman' command on PATH, and Podman builds and runs through it",
                    "Install Podman or add its folder to PATH"),
                _ => new Diagnostic(
                    EngineCodes.ClientMissing,
                    "There is no 'buildah' command on PATH",
                    "Install Buildah (package buildah) or add its folder to PATH"),
            });

    private static Exception Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;
}
