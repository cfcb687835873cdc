using Slipway.Tests.Gecko;

namespace Slipway.Cli.Tests.Support;

/// <summary>The golden tree of gecko's shape on the disk, with what gecko gave for it.</summary>
internal sealed class GeckoTree : IDisposable
{
    private readonly TempTree _tree = new();

    public GeckoTree()
    {
        File.Delete(_tree.PathOf("slipway.yml"));
        foreach (var (path, text, mode) in GeckoGolden.Files())
        {
            _tree.Write(path, text);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_tree.PathOf(path), mode);
            }
        }
    }

    public string PathOf(string path) => _tree.PathOf(path);

    public GeckoTree Write(string path, string content)
    {
        _tree.Write(path, content);
        return this;
    }

    /// <summary>Changes the text of a file of the tree.</summary>
    public GeckoTree Change(string path, string old, string replacement) =>
        Write(path, GeckoGolden.Text(path).Replace(old, replacement, StringComparison.Ordinal));

    public Task<CliRun> RunAsync(params string[] arguments) => _tree.RunAsync(arguments);

    public void Dispose() => _tree.Dispose();

    /// <summary>What a value of an image is in a variant.</summary>
    public static string Value(string variant, string image, string name) =>
        GeckoGolden.Images(variant).Single(found => found.Name == image).Value.GetProperty(name).GetString()!;
}
