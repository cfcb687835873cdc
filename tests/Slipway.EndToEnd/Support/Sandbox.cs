using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Support;

/// <summary>A tree and a store of a test's own, with image names that no other test uses.</summary>
internal sealed partial class Sandbox : IAsyncDisposable
{
    // Made when it is first needed: xunit disposes of no test that was skipped while it was set up.
    private readonly Lazy<DirectoryInfo> _folder = new(CreateFolder);

    /// <summary>A part of every image's name, so that tests do not meet in the engine.</summary>
    public string Tag { get; } = Guid.NewGuid().ToString("N")[..8];

    public string Tree => Path.Join(_folder.Value.FullName, "tree");

    /// <summary>The store's folder; a test may point it elsewhere before the first command.</summary>
    public string Home { get; set; } = string.Empty;

    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal) { ["NO_COLOR"] = "1" };

    /// <summary>The full name of an image of this sandbox.</summary>
    public string Name(string image) => $"{image}-{Tag}";

    public Sandbox Write(string path, string content)
    {
        string full = Path.Join(Tree, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    /// <summary>An image whose Dockerfile may name others of the sandbox as <c>{name}</c>.</summary>
    public Sandbox Image(string name, string dockerfile) =>
        Write($"images/{Name(name)}/Dockerfile", Placeholder().Replace(
            dockerfile, match => Name(match.Groups["name"].Value)));

    /// <summary>A base made from nothing but the static busybox of this machine.</summary>
    public Sandbox BusyboxBase(string name = "base")
    {
        Image(
            name,
            "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"--install\", \"-s\", \"/bin\"]\nCMD "
            + "[\"/bin/sh\"]\n");
        File.Copy("/bin/busybox", Path.Join(Tree, "images", Name(name), "busybox"), overwrite: true);
        return this;
    }

    /// <summary>Runs the CLI in the tree.</summary>
    public Task<ToolResult> SlipwayAsync(params string[] arguments) => Tool.RunAsync(
        Machine.Slipway, arguments, Tree, Variables());

    /// <summary>Runs the CLI in the tree; it must succeed.</summary>
    public async Task<string> CheckAsync(params string[] arguments)
    {
        var result = await SlipwayAsync(arguments);
        Assert.True(result.ExitCode == 0, $"slipway {string.Join(' ', arguments)}: {result}");
        return result.Output.Trim();
    }

    /// <summary>Runs the CLI with <c>--json</c>; it must succeed.</summary>
    public async Task<JsonNode> JsonAsync(params string[] arguments) =>
        JsonNode.Parse(await CheckAsync([.. arguments, "--json"]))!;

    /// <summary>Short name and result of each image of <c>slipway build</c>.</summary>
    public async Task<Dictionary<string, string>> BuildAsync(params string[] arguments) =>
        Results(await JsonAsync(["build", .. arguments]), "result");

    /// <summary>Short name and action of each image of <c>slipway plan</c>.</summary>
    public async Task<Dictionary<string, string>> PlanAsync(params string[] arguments) =>
        Results(await JsonAsync(["plan", .. arguments]), "action");

    public Dictionary<string, string?> Variables() => new(Environment, StringComparer.Ordinal)
    {
        ["SLIPWAY_HOME"] = Home.Length > 0 ? Home : Path.Join(_folder.Value.FullName, "home"),
    };

    /// <summary>Removes every image of this sandbox from the engine.</summary>
    public async Task EmptyEngineAsync()
    {
        string all = await Tool.CheckAsync("docker", "images", "--format", "{{.Repository}}:{{.Tag}}");
        string[] own = [.. all.Split('\n').Where(line => line.Contains(Tag, StringComparison.Ordinal))];
        if (own.Length > 0)
        {
            await Tool.RunAsync("docker", ["rmi", "-f", .. own]);
        }

        // A container that is just being removed holds its image back, which then stays without a name.
        for (int attempt = 0; attempt < 20 && await UnnamedImagesAsync() is { Length: > 0 } unnamed; attempt++)
        {
            await Tool.RunAsync("docker", ["rmi", "-f", .. unnamed]);
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    private async Task<string[]> UnnamedImagesAsync()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            string image in Directory.Exists(Path.Join(Tree, "images"))
                ? Directory.GetDirectories(Path.Join(Tree, "images"))
                : [])
        {
            string found = await Tool.CheckAsync(
                "docker",
                "images",
                "-q",
                "--no-trunc",
                "--filter",
                "dangling=true",
                "--filter",
                $"label=dev.slipway.image={Path.GetFileName(image)}");
            ids.UnionWith(found.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return [.. ids];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_folder.IsValueCreated)
        {
            return;
        }

        if (File.Exists(Machine.EngineSocket))
        {
            await EmptyEngineAsync();
        }

        _folder.Value.Delete(recursive: true);
    }

    private static DirectoryInfo CreateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("slipway-e2e-");
        folder.CreateSubdirectory("tree");
        File.WriteAllText(Path.Join(folder.FullName, "tree", "slipway.yml"), "prefix: e2e\nfolder: images\n");
        return folder;
    }

    private Dictionary<string, string> Results(JsonNode document, string key) =>
        document["images"]!.AsArray().ToDictionary(
            image => ((string)image!["name"]!).Replace($"-{Tag}", string.Empty, StringComparison.Ordinal),
            image => (string)image![key]!);

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
