using System.Text;
using Slipway.Model.Trees;
using Slipway.Tree;

namespace Slipway.Tests.Trees;

/// <summary>A folder with files in it, for as long as a test runs.</summary>
internal sealed class TempTree : IDisposable
{
    public const UnixFileMode Plain =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public const UnixFileMode Runnable =
        Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("slipway-tree-");

    public TempTree(string name = "repo") =>
        Root = Directory.CreateDirectory(System.IO.Path.Join(_outer.FullName, name)).FullName;

    /// <summary>The tree's root; its parent belongs to the test too.</summary>
    public string Root { get; }

    /// <summary>The folder that holds the root.</summary>
    public string Outside => _outer.FullName;

    public string Path(string path) => System.IO.Path.Join(Root, path);

    public TempTree Write(string path, string text, UnixFileMode mode = Plain) =>
        Write(path, Encoding.UTF8.GetBytes(text), mode);

    public TempTree Write(string path, byte[] content, UnixFileMode mode = Plain)
    {
        string full = Path(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, mode);
        }

        return this;
    }

    public TempTree Link(string path, string target)
    {
        string full = Path(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
        return this;
    }

    public TempTree Folder(string path)
    {
        Directory.CreateDirectory(Path(path));
        return this;
    }

    public ISourceTree Open() => new LocalSourceTree(Root);

    public void Dispose() => _outer.Delete(recursive: true);
}
