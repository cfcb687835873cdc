using System.Collections.Immutable;
using Slipway.Engines.Api;
using Slipway.Engines.Detection;
using Slipway.Engines.Settings;
using Slipway.Files.Scratch;
using Slipway.Model.Engines;
using Slipway.Model.Values;
using Slipway.Processes;

namespace Slipway.Engines.Running;

/// <summary>Runs a container with the terminal of this process.</summary>
internal sealed class ContainerRunner(
    EngineApi api, BuildClient client, EngineEnvironment environment, ForegroundProcess foreground, EngineServer server)
{
    public async Task<int> RunAsync(
        ImageHash image,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken)
    {
        using var folder = ScratchFolder.Create(ScratchPurpose.Run);
        string containerIdFile = Path.Combine(folder.Path, "container-id");
        await using var watch = await ContainerWatch.StartAsync(
            containerIdFile,
            new ToolCommand(client.Path, ["rm", "--force"], client.EnvironmentFor(api.Endpoint, environment)));
        bool hasTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        var tool = new ToolCommand(
            client.Path,
            [
                "run", "--rm", hasTerminal ? "-it" : "-i", "--cidfile", containerIdFile,
                // Whatever the image's command is, it ends at a signal: the kernel keeps signals that are not handled
                // from the first process of a container.
                .. server.HasInit && !options.Contains(RunOptions.NoInit) ? (ImmutableArray<string>)["--init"] : [],
                .. CallingUser.Put(options.Remove(RunOptions.NoInit), server.Kind),
                image.ToString(),
                .. command,
            ],
            client.EnvironmentFor(api.Endpoint, environment));
        return await foreground.RunAsync(tool, watch.Follow, () => KillAsync(containerIdFile), cancellationToken);
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
