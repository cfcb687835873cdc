using System.Collections.Immutable;
using Slipway.Engines.Api;
using Slipway.Engines.Detection;
using Slipway.Engines.Settings;
using Slipway.Files.Scratch;
using Slipway.Model.Values;
using Slipway.Processes;

namespace Slipway.Engines.Running;

/// <summary>Runs a container with the terminal of this process.</summary>
internal sealed class ContainerRunner(
    EngineApi api, BuildClient client, EngineEnvironment environment, ForegroundProcess foreground)
{
    public async Task<int> RunAsync(
        ImageHash image,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken)
    {
        using var folder = ScratchFolder.Create(ScratchPurpose.Run);
        string containerIdFile = Path.Combine(folder.Path, "container-id");
        bool hasTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        var tool = new ToolCommand(
            client.Path,
            [
                "run", "--rm", hasTerminal ? "-it" : "-i", "--cidfile", containerIdFile,
                .. options,
                image.ToString(),
                .. command,
            ],
            client.EnvironmentFor(api.Endpoint, environment));
        return await foreground.RunAsync(tool, () => KillAsync(containerIdFile), cancellationToken);
    }

    // The container would go on without its client.
    private async Task KillAsync(string containerIdFile)
    {
        if (File.Exists(containerIdFile))
        {
            string id = await File.ReadAllTextAsync(containerIdFile, CancellationToken.None);
            await api.KillContainerAsync(id.Trim(), CancellationToken.None);
        }
    }
}
