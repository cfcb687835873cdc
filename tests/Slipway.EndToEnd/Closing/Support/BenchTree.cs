namespace Slipway.EndToEnd.Closing.Support;

/// <summary>A tree that is written anew for each build.</summary>
internal sealed class BenchTree
{
    private readonly Func<string, string> _fill;

    public BenchTree(string folder, Func<string, string> fill)
    {
        (Folder, _fill) = (folder, fill);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public string Folder { get; }

    public string PathOf(string path) => Path.Join(Folder, _fill(path));

    public BenchTree Configure(string configuration) =>
        // What is planted stands in the index, so that it would count as an image that the tree had.
        Write(
            "slipway.yml",
            "prefix: bench\nfolder: images\nlevels: { 3: [main], 1: [try] }\n"
            + $"external: ['evil-*', 'ext-*', 'f*', '9*']\n{configuration}");

    public BenchTree Image(string name, string dockerfile, params (string Name, string? Content)[] files)
    {
        Write($"images/{name}/Dockerfile", dockerfile);
        foreach (var (file, content) in files)
        {
            Write($"images/{name}/{file}", content ?? string.Empty);
        }

        return this;
    }

    public BenchTree Write(string path, string content)
    {
        string full = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, _fill(content));
        return this;
    }
}
