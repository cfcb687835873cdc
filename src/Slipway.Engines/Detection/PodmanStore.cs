using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Processes;

namespace Slipway.Engines.Detection;

/// <summary>Sees to it that the podman command and a Podman service that was found keep the same images.</summary>
/// <remarks>
/// Builds go through the local command, because a remote one takes no context on standard input: it must not build
/// into another store than the one that the API shows.
/// </remarks>
internal static class PodmanStore
{
    public static async Task CheckSameAsync(
        EngineConnection connection,
        BuildClient client,
        EngineEnvironment environment,
        ProcessRunner runner,
        CancellationToken cancellationToken)
    {
        var command = new ToolCommand(
            client.Path,
            ["info", "--format", "{{.Store.GraphRoot}}"],
            BuildClient.PodmanEnvironment(environment));
        var (exitCode, output) = await runner.CaptureAsync(command, cancellationToken);
        string? local = exitCode == 0 ? output.Split('\n')[^1].Trim() : null;
        if (local != connection.Server.Root)
        {
            throw new SlipwayException(new Diagnostic(
                EngineCodes.PodmanElsewhere,
                $"The Podman service at {connection.Api.Endpoint.Address} keeps its images in "
                + $"{connection.Server.Root}, but {client.Path} keeps them in "
                + $"{local ?? "a place it does not tell"}",
                "Unset DOCKER_HOST and choose '--engine podman', or run the command as the user of the service"));
        }
    }
}
