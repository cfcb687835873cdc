namespace Slipway.Cli.Tests.Support;

/// <summary>A tree with 94 images and 24 packages, committed with git; nobody changes it.</summary>
public sealed class FirefoxShape : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-firefox-");
    private int _homes;

    public string Root => Path.Join(_folder.FullName, "tree");

    public async ValueTask InitializeAsync()
    {
        string python = Needed.Program("python3");
        string git = Needed.Program("git");
        await Tools.RunAsync(python, "-B", Repository.PathOf("bench", "firefox.py"), Root, "--files", "300");
        foreach (string[] command in (string[][])[["init", "-q"], ["add", "-A"], ["commit", "-qm", "tree"]])
        {
            await Tools.RunAsync(
                git, ["-c", "user.name=x", "-c", "user.email=x@example.com", "-C", Root, .. command]);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a command in it, with a store of its own.</summary>
    internal Task<CliRun> RunAsync(params string[] arguments)
    {
        string home = Path.Join(_folder.FullName, $"home{Interlocked.Increment(ref _homes)}");
        return CliRun.RunAsync([.. arguments, "--root", Root, "--home", home]);
    }
}
