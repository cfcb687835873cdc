using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Engines.Builds;
using Slipway.Engines.Detection;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Processes;

namespace Slipway.Engines.Buildah;

/// <summary>One build, in a temporary folder of its own, so that nothing of it is left however it ends.</summary>
internal sealed class BuildahBuild(
    BuildahTool buildah, BuildahImages images, BuildClient client, EngineEnvironment environment)
{
    // Where Buildah keeps cache mounts below TMPDIR; with the user's id, here root's, since 1.29
    // (internal/volumes/volumes.go).
    private static readonly ImmutableArray<string> CacheFolders = ["buildah-cache", "buildah-cache-0"];

    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(20);

    /// <exception cref="SlipwayException">A secret cannot be read.</exception>
    public ImmutableArray<SecretValue> ReadSecrets(ImmutableArray<BuildSecret> secrets) =>
        ResolvedSecrets.Of(secrets, environment).Values;

    public async Task<EngineImage> RunAsync(
        BuildRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        using var folder = buildah.CreateFolder();
        string mounts = Path.Combine(folder.Path, "mounts.conf");
        try
        {
            folder.Guard(() =>
            {
                File.WriteAllText(mounts, string.Empty);
                KeepCaches(folder.Path);
                return true;
            });
            var build = new ClientBuild(
                images,
                client,
                (wanted, secrets, imageIdFile) => Compose(wanted, secrets, imageIdFile, folder.Path, mounts),
                buildah.Runner,
                environment);
            return await build.BuildAsync(request, log, cancellationToken);
        }
        catch
        {
            await RemoveContainersAsync(mounts);
            throw;
        }
    }

    /// <param name="request">What to build.</param>
    /// <param name="secretOptions">The values of <c>--secret</c>.</param>
    /// <param name="imageIdFile">Where the image ID goes.</param>
    /// <param name="folder">Where the context is unpacked.</param>
    /// <param name="mounts">
    /// An empty list of the mounts that every container gets. Buildah writes its path down with each container, which
    /// is how the containers of this build are told from those of others when it has to be given up.
    /// </param>
    internal ToolCommand Compose(
        BuildRequest request, ImmutableArray<string> secretOptions, string imageIdFile, string folder, string mounts)
    {
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.AddRange(
            "--default-mounts-file", mounts,
            "build",
            "--isolation", "chroot",
            // OCI's form cannot be saved as a docker-archive without becoming another image.
            "--format", "docker",
            // "Only pull the image if not present", as Docker does; "never" would also mean public bases.
            "--pull=false",
            // What is not to be used again need not be kept layer by layer: with the driver vfs each is a whole copy.
            $"--layers={(request.NoCache ? "false" : "true")}",
            "--iidfile", imageIdFile,
            "--platform", request.Platform);
        BuildCommandLine.AddRequest(arguments, request, secretOptions);
        arguments.AddRange(BuildCommandLine.OneDockerfile(request));
        arguments.Add("-");
        return buildah.CommandIn(folder, arguments.ToImmutable()) with { Folder = folder };
    }

    /// <summary>Cache mounts outlive builds, so their folder is not in the temporary one.</summary>
    private void KeepCaches(string folder)
    {
        foreach (string name in CacheFolders)
        {
            string kept = Path.Combine(buildah.TemporaryFolder, name);
            Directory.CreateDirectory(kept);
            File.CreateSymbolicLink(Path.Combine(folder, name), kept);
        }
    }

    /// <summary>Removes the working containers that a build left because a signal ended it between two steps.</summary>
    private async Task RemoveContainersAsync(string mounts)
    {
        using var limit = new CancellationTokenSource(CleaningTime);
        try
        {
            string ids = await buildah.ReadAsync(
                "list its containers", limit.Token, "containers", "--quiet", "--notruncate");
            foreach (
                string id in ids.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (await IsOfAsync(id, mounts, limit.Token))
                {
                    await buildah.ReadAsync($"remove the container {id}", limit.Token, "rm", id);
                }
            }
        }
        catch (Exception problem) when (problem is SlipwayException or OperationCanceledException)
        {
            // Why the build ended is what has to be told; nothing uses what is left.
        }
    }

    private async Task<bool> IsOfAsync(string container, string mounts, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await buildah.ReadJsonAsync(
                $"inspect the container {container}", cancellationToken, "inspect", "--type", "container", container);
            return document.RootElement.TryGetProperty("DefaultMountsFilePath", out var path)
                && path.ValueKind == JsonValueKind.String
                && path.GetString() == mounts;
        }
        catch (SlipwayException)
        {
            // Another build has removed its own, or it is not one of Buildah's.
            return false;
        }
    }
}
