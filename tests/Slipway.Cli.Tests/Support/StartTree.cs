using System.Text.Json.Nodes;

namespace Slipway.Cli.Tests.Support;

/// <summary>A git checkout that nobody set up, called <c>tree</c>.</summary>
internal sealed class StartTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-start-");

    public StartTree()
    {
        Directory.CreateDirectory(Root);
        GitTool.Run(Root, ["init", "--quiet", "--initial-branch=main"]);
    }

    public string Root => Path.Join(_folder.FullName, "tree");

    public StartTree Write(string path, string content)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    public string Read(string path) => File.ReadAllText(Path.Join(Root, path));

    public StartTree Commit()
    {
        GitTool.Run(Root, ["add", "--all"]);
        GitTool.Run(Root, ["commit", "--quiet", "--allow-empty", "--message=change"]);
        return this;
    }

    /// <summary>What every file holds, git's own left out.</summary>
    public SortedDictionary<string, string> Files() => new(
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal))
            .ToDictionary(file => file, Read),
        StringComparer.Ordinal);

    public Task<CliRun> RunAsync(params string[] arguments) => CliRun.RunAsync(
        [.. arguments, "--root", Root, "--home", Path.Join(_folder.FullName, "home")]);

    /// <summary>Sets the tree up, and gives what is said about that.</summary>
    public async Task<StartRun> InitAsync()
    {
        var run = await RunAsync("init", "--json");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var document = JsonNode.Parse(run.Output)!;
        return new StartRun(
            (string)document["kind"]!,
            [.. document["images"]!.AsArray().Select(image => (string)image!)],
            document["files"]!.AsArray()
                .ToDictionary(file => (string)file!["path"]!, file => (string)file!["content"]!),
            [.. document["leftOut"]!.AsArray().Select(build => $"{build!["name"]}: {build["reason"]}")],
            [.. document["notes"]!.AsArray().Select(note => (string)note!)]);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>What <c>slipway init --json</c> said.</summary>
internal sealed record StartRun(
    string Kind, string[] Images, Dictionary<string, string> Files, string[] LeftOut, string[] Notes);
