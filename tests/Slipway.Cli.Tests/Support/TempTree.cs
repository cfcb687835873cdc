namespace Slipway.Cli.Tests.Support;

/// <summary>A tree and a store in a folder of the test's own.</summary>
internal sealed class TempTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-cli-");

    public TempTree() => Write("slipway.yml", "prefix: test\nfolder: images\n");

    private string Root => Path.Join(_folder.FullName, "tree");

    public TempTree Write(string path, string content)
    {
        string full = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    /// <summary>The absolute path of a file of the tree.</summary>
    public string PathOf(string path) => Path.Join(Root, path);

    public TempTree Image(string name, string dockerfile) => Write($"images/{name}/Dockerfile", dockerfile);

    public Task<CliRun> RunAsync(params string[] arguments) => CliRun.RunAsync(
        [.. arguments, "--root", Root, "--home", Path.Join(_folder.FullName, "home")]);

    public void Dispose() => _folder.Delete(recursive: true);
}
