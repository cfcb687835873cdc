using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Closing.Support;

/// <summary>
/// What a person does to an engine without Slipway. All names hold the bench's tag, by which they are removed.
/// </summary>
internal abstract class EngineHand(string name, string tag) : IAsyncDisposable
{
    /// <summary>As <c>--engine</c> has it.</summary>
    public string Name { get; } = name;

    protected string Tag { get; } = tag;

    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("slipway-hand-");

    /// <summary>What Slipway and the engine's command have to know.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    public abstract Task TagAsync(string image, params string[] names);

    /// <summary>A name without a registry as this engine keeps it.</summary>
    public string Local(string image) => Name == "docker" ? image : $"localhost/{image}";

    public async Task<bool> HasAsync(string image) =>
        (await Tool.RunAsync(Name, ["inspect", "--type", "image", image], Folder.FullName, Environment)).ExitCode == 0;

    /// <summary>The image's ID, 64 digits.</summary>
    public abstract Task<string> IdOfAsync(string image);

    /// <summary>Makes an image without Slipway's labels.</summary>
    /// <param name="image">Its name.</param>
    /// <param name="marker">What it holds in <c>/m</c>.</param>
    /// <param name="trigger">An <c>ONBUILD</c> instruction, or none.</param>
    public abstract Task MakeAsync(string image, string marker, string? trigger = null);

    /// <summary>
    /// A name by whose digest the engine finds an image, and the digest of its manifest; null when it can have none.
    /// </summary>
    public abstract Task<(string Name, string Digest)?> PinAsync(string image);

    /// <summary>Writes an image into a file; returns its path.</summary>
    public abstract Task<string> SaveAsync(string image);

    protected abstract Task CleanAsync();

    public async ValueTask DisposeAsync()
    {
        await CleanAsync();
        Folder.Delete(recursive: true);
    }

    protected async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await Tool.RunAsync(program, arguments, Folder.FullName, Environment);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result}");
        return result.Output.Trim();
    }
}

internal sealed class DockerHand(string tag, string? registry) : EngineHand("docker", tag)
{
    public override async Task TagAsync(string image, params string[] names)
    {
        foreach (string name in names)
        {
            await RunAsync("docker", "tag", image, name);
        }
    }

    public override async Task<string> IdOfAsync(string image) =>
        (await RunAsync("docker", "image", "inspect", "--format", "{{.Id}}", image))["sha256:".Length..];

    public override async Task MakeAsync(string image, string marker, string? trigger = null)
    {
        await File.WriteAllTextAsync(Path.Join(Folder.FullName, "m"), marker);
        await RunAsync("tar", "-cf", "image.tar", "m");
        await RunAsync(
            "docker",
            [
                "import",
                .. trigger is null ? Array.Empty<string>() : ["--change", $"ONBUILD {trigger}"],
                "image.tar",
                image,
            ]);
    }

    public override async Task<(string Name, string Digest)?> PinAsync(string image)
    {
        if (registry is null)
        {
            return null;
        }

        string name = $"{registry}/atk/evil-{Tag}";
        await TagAsync(image, $"{name}:latest");
        await RunAsync("docker", "push", "--quiet", $"{name}:latest");
        string digest = JsonNode.Parse(await RunAsync("docker", "image", "inspect", $"{name}:latest"))![0]![
            "RepoDigests"
        ]!
            .AsArray()
            .Select(pinned => (string)pinned!)
            .First(pinned => pinned.StartsWith(name, StringComparison.Ordinal));
        return (name, digest[(digest.IndexOf('@', StringComparison.Ordinal) + 1)..]);
    }

    public override async Task<string> SaveAsync(string image)
    {
        await RunAsync("docker", "save", "-o", "saved.tar", image);
        return Path.Join(Folder.FullName, "saved.tar");
    }

    protected override async Task CleanAsync()
    {
        string all = await RunAsync("docker", "images", "--format", "{{.Repository}}:{{.Tag}}");
        string[] own = [.. all.Split('\n').Where(line => line.Contains(Tag, StringComparison.Ordinal))];
        foreach (var some in own.Chunk(100))
        {
            await Tool.RunAsync("docker", ["rmi", "-f", .. some]);
        }

        string[] unnamed = (
            await RunAsync(
                "docker",
                "images",
                "-q",
                "--no-trunc",
                "--filter",
                "dangling=true",
                "--filter",
                "label=dev.slipway.image")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var some in unnamed.Chunk(100))
        {
            var inspected = await Tool.RunAsync(
                "docker",
                ["image", "inspect", "--format", "{{.Id}} {{index .Config.Labels \"dev.slipway.image\"}}", .. some]);
            string[] ids =
            [
                .. inspected
                    .Output.Split('\n')
                    .Where(line => line.Contains(Tag, StringComparison.Ordinal))
                    .Select(line => line.Split(' ')[0]),
            ];
            if (ids.Length > 0)
            {
                await Tool.RunAsync("docker", ["rmi", "-f", .. ids]);
            }
        }
    }
}

/// <summary>Buildah, or Podman by the same commands, with a store and temporary files of its own.</summary>
internal sealed class BuildahHand : EngineHand
{
    public BuildahHand(string tag, string name = "buildah")
        : base(name, tag)
    {
        // For Podman within other containers: crun refuses version 1 and 2 of cgroups side by side, raising limits
        // takes a capability, and a network of its own needs a firewall.
        string runtime =
            File.Exists("/usr/sbin/runc") || File.Exists("/usr/bin/runc") ? "runtime = \"runc\"\n" : string.Empty;
        string containers = Path.Join(Folder.FullName, "containers.conf");
        File.WriteAllText(
            containers,
            "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\nnetns = \"host\"\n"
            + $"[engine]\n{runtime}cgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\n");
        Environment["CONTAINERS_CONF"] = containers;
        string storage = Path.Join(Folder.FullName, "storage.conf");
        File.WriteAllText(
            storage,
            $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{Folder.FullName}/graph\"\nrunroot = "
            + $"\"{Folder.FullName}/run\"\n");
        Environment["CONTAINERS_STORAGE_CONF"] = storage;
        Environment["TMPDIR"] = Folder.CreateSubdirectory("tmp").FullName;
        Environment["DOCKER_HOST"] = null;
    }

    public override async Task TagAsync(string image, params string[] names) =>
        await RunAsync("buildah", ["tag", image, .. names]);

    public override Task<string> IdOfAsync(string image) =>
        RunAsync("buildah", "inspect", "--type", "image", "--format", "{{.FromImageID}}", image);

    public override async Task MakeAsync(string image, string marker, string? trigger = null)
    {
        var context = Folder.CreateSubdirectory(Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(Path.Join(context.FullName, "m"), marker);
        await File.WriteAllTextAsync(
            Path.Join(context.FullName, "Dockerfile"),
            $"FROM scratch\nCOPY m /m\n{(trigger is null ? string.Empty : $"ONBUILD {trigger}\n")}");
        await RunAsync("buildah", "build", "--quiet", "--format", "docker", "-t", image, context.FullName);
    }

    public override async Task<(string Name, string Digest)?> PinAsync(string image)
    {
        string digest = await RunAsync(
            "buildah", "inspect", "--type", "image", "--format", "{{.FromImageDigest}}", image);
        return ($"localhost/evil-{Tag}", digest);
    }

    public override async Task<string> SaveAsync(string image)
    {
        string file = Path.Join(Folder.FullName, "saved.tar");
        File.Delete(file);
        await RunAsync("buildah", "push", "--quiet", image, $"docker-archive:{file}");
        return file;
    }

    protected override Task CleanAsync() => RunAsync("buildah", "rmi", "--all", "--force");
}
