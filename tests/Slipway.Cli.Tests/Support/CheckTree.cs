using System.Text.Json.Nodes;

namespace Slipway.Cli.Tests.Support;

/// <summary>A git checkout with the registry image <c>base</c>, and <c>slipway check</c> in it.</summary>
internal sealed class CheckTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-check-");

    /// <param name="registry">Where its image is published.</param>
    public CheckTree(string registry = "127.0.0.1:1")
    {
        Write("slipway.yml", "prefix: test\nfolder: images\n");
        Write("images/REGISTRY", $"{registry}/owner\n");
        Write("images/base/Dockerfile", "FROM scratch\nCOPY a /\n");
        Write("images/base/a", "a\n");
        Write("images/base/VERSION", "1.0\n");
        Write(".gitignore", "*.gen\n");
        Git("init", "--quiet", "--initial-branch=main");
        Commit();
    }

    public string Root => Path.Join(_folder.FullName, "tree");

    public CheckTree Write(string path, string content)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    public string Read(string path) => File.ReadAllText(Path.Join(Root, path));

    public CheckTree Commit()
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message=change");
        return this;
    }

    public Task<CliRun> RunAsync(params string[] arguments) => CliRun.RunAsync(
        ["check", .. arguments, "--root", Root, "--home", Path.Join(_folder.FullName, "home")]);

    /// <summary>The codes of what is found, and the exit code.</summary>
    public async Task<(string[] Codes, int ExitCode, JsonNode Document)> CheckAsync(params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "--json"]);
        Assert.True(run.Output.Length > 0, run.Error);
        var document = JsonNode.Parse(run.Output)!;
        return (
            [.. document["findings"]!.AsArray().Select(finding => (string)finding!["code"]!)],
            run.ExitCode,
            document);
    }

    /// <summary>The digest that <c>slipway push</c> would label the image with.</summary>
    public async Task<string> DigestAsync()
    {
        var run = await CliRun.RunAsync(
            "hash", "base", "--root", Root, "--home", Path.Join(_folder.FullName, "home"), "--json");
        return (string)JsonNode.Parse(run.Output)![0]!["digest"]!;
    }

    public void Git(params string[] arguments)
    {
        Directory.CreateDirectory(Root);
        GitTool.Run(Root, arguments);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
