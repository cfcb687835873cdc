using System.Collections.Immutable;
using Slipway.Engines.Running;
using Slipway.Engines.Settings;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Engines.Buildah;

/// <summary>Runs a container in the foreground: made for it, and removed after it.</summary>
internal sealed class BuildahRunner(BuildahTool buildah, BuildahImages images, ForegroundProcess foreground)
{
    private const int KilledExitCode = 1;

    public async Task<int> RunAsync(
        ImageHash image,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken)
    {
        // "buildah run" leaves the image's entry point and its default words to the caller.
        using var inspected =
            await images.InspectAsync(image.ToString(), cancellationToken) ?? throw BuildahErrors.Unknown(image);
        var (entryPoint, defaults) = BuildahInspection.ReadCommand(inspected.RootElement);
        int place = options.IndexOf("--entrypoint");
        ImmutableArray<string> words = place < 0
            ? [.. entryPoint, .. command.IsEmpty ? defaults : command]
            : [options[place + 1], .. command];
        options = place < 0 ? options : options.RemoveRange(place, 2);
        if (words.IsEmpty)
        {
            throw BuildahErrors.NothingToRun(image);
        }

        var translated = Translate(options);
        string container = await buildah.ReadAsync(
            $"make a container of the image {image.Short}",
            cancellationToken,
            "from",
            "--pull=never",
            "--quiet",
            image.ToString());
        using var folder = buildah.CreateFolder();
        string containerIdFile = Path.Combine(folder.Path, "container-id");
        folder.Guard(() =>
        {
            File.WriteAllText(containerIdFile, container);
            return true;
        });
        await using var watch = await ContainerWatch.StartAsync(containerIdFile, buildah.Command("rm"));
        try
        {
            int exitCode = await foreground.RunAsync(
                buildah.Command(["run", "--isolation", "chroot", .. translated, container, "--", .. words]),
                watch.Follow,
                static () => Task.CompletedTask,
                cancellationToken);
            // The command says 1 of what a signal ended, which a container that ends by itself may say as well.
            if (exitCode == KilledExitCode)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            return exitCode;
        }
        finally
        {
            await buildah.ReadAsync($"remove the container {container}", CancellationToken.None, "rm", container);
        }
    }

    /// <summary>Docker's options in Buildah's words (buildah-run(1)).</summary>
    private static ImmutableArray<string> Translate(ImmutableArray<string> options) =>
    [
        // Its containers have no first process of their own: they share the machine's.
        .. CallingUser.Put(options.Remove(RunOptions.NoInit), EngineKind.Buildah).Select(option => option switch
        {
            "--workdir" => "--workingdir",
            "--publish" => throw BuildahErrors.OptionUnknown(option),
            _ => option,
        }),
    ];
}
