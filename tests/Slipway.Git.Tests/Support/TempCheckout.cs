using Slipway.Model.Trees;
using Slipway.Tree;

namespace Slipway.Git.Tests.Support;

/// <summary>A git checkout for as long as a test runs.</summary>
internal sealed class TempCheckout : IDisposable
{
    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("slipway-git-");
    private int _commits;

    public TempCheckout()
    {
        Root = Directory.CreateDirectory(System.IO.Path.Join(_outer.FullName, "repo")).FullName;
        Git("init", "--quiet", "--initial-branch=main");
    }

    public string Root { get; }

    /// <summary>The folder that holds the checkout; it belongs to the test too.</summary>
    public string Outside => _outer.FullName;

    public string Path(string path) => System.IO.Path.Join(Root, path);

    public TempCheckout Write(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(path))!);
        File.WriteAllText(Path(path), text);
        return this;
    }

    public TempCheckout Link(string path, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(path))!);
        File.CreateSymbolicLink(Path(path), target);
        return this;
    }

    public TempCheckout MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path(path), File.GetUnixFileMode(Path(path)) | UnixFileMode.UserExecute);
        }

        return this;
    }

    public TempCheckout Delete(string path)
    {
        if (Directory.Exists(Path(path)) && new DirectoryInfo(Path(path)).LinkTarget is null)
        {
            Directory.Delete(Path(path), recursive: true);
        }
        else
        {
            File.Delete(Path(path));
        }

        return this;
    }

    /// <summary>Commits everything that is not ignored.</summary>
    /// <returns>The commit's id.</returns>
    public string Commit(string message = "change", string? date = null)
    {
        Git("add", "--all");
        // Numbered, because two commits that agree in everything, the second included, are one.
        Run(date, ["commit", "--quiet", "--allow-empty", $"--message={message}", $"--message={_commits++}"]);
        return Git("rev-parse", "HEAD");
    }

    public ISourceTree Open(string below = "") => new LocalSourceTree(Path(below));

    public string Git(params string[] arguments) => Run(null, arguments);

    public void Dispose() => _outer.Delete(recursive: true);

    private string Run(string? date, string[] arguments) =>
        GitTool.Run(Root, ["-c", "protocol.file.allow=always", .. arguments], date);
}
