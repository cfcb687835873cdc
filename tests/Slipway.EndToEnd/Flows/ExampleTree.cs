using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>
/// A copy of <c>examples/monorepo</c>, built once. Its images have the names that a person's own may have, so what
/// those names meant before is put back at the end.
/// </summary>
public sealed class ExampleTree : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-example-");
    private readonly Dictionary<string, string> _tagsBefore = new(StringComparer.Ordinal);
    private string[] _names = [];

    /// <summary>What <c>slipway build</c> printed.</summary>
    public string Built { get; private set; } = string.Empty;

    private string Path => System.IO.Path.Join(_folder.FullName, "path");

    public async ValueTask InitializeAsync()
    {
        if (!await Machine.HasEngineAsync())
        {
            return;
        }

        Directory.CreateDirectory(Path);
        File.CreateSymbolicLink(System.IO.Path.Join(Path, "slipway"), Machine.Slipway);
        string source = Repository.PathOf("examples", "monorepo");
        string tree = System.IO.Path.Join(_folder.FullName, "tree");
        await Tool.CheckAsync("bash", "-c", $"cp -a '{source}' '{tree}' && '{tree}/stage' && rm -rf '{tree}/.git'");
        _names = (await RunAsync(_folder.FullName, "slipway --root tree hash | sed 's/.* //'"))
            .Output.Trim()
            .Split('\n');
        foreach (string line in await TagsAsync())
        {
            string[] words = line.Split(' ');
            _tagsBefore[words[0]] = words[1];
        }

        var build = await RunAsync(_folder.FullName, "slipway --root tree build");
        Assert.True(build.ExitCode == 0, build.ToString());
        Built = build.Output;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string line in Built.Length == 0 ? [] : await TagsAsync())
        {
            string tag = line.Split(' ')[0];
            await (_tagsBefore.TryGetValue(tag, out string? id)
                ? Tool.RunAsync("docker", ["tag", id, tag])
                : Tool.RunAsync("docker", ["rmi", tag]));
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>A copy of the built tree and its store, for a test that changes something.</summary>
    /// <returns>The folder; <c>tree</c> and <c>home</c> are in it.</returns>
    internal async Task<string> CopyAsync()
    {
        string copy = System.IO.Path.Join(_folder.FullName, Guid.NewGuid().ToString("N"));
        await Tool.CheckAsync(
            "bash", "-c", $"mkdir '{copy}' && cp -a '{_folder.FullName}/tree' '{_folder.FullName}/home' '{copy}'");
        return copy;
    }

    /// <summary>Runs a command with <c>slipway</c> on the PATH and <c>home</c> of the folder as the store.</summary>
    internal Task<ToolResult> RunAsync(string folder, string script, string? workingFolder = null) => Tool.RunAsync(
        "bash",
        ["-c", script],
        workingFolder ?? folder,
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NO_COLOR"] = "1",
            ["PATH"] = $"{Path}:{Environment.GetEnvironmentVariable("PATH")}",
            ["SLIPWAY_HOME"] = System.IO.Path.Join(folder, "home"),
        });

    private async Task<string[]> TagsAsync()
    {
        string all = await Tool.CheckAsync(
            "docker", "images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}");
        // With the names that parents have in the engine while their children are built.
        return [.. all.Split('\n').Where(line =>
            _names.Contains(line.Split(':')[0].Split('/')[^1]) && !line.Contains("<none>", StringComparison.Ordinal))];
    }
}
