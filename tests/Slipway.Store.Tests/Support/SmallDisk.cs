namespace Slipway.Store.Tests.Support;

/// <summary>A tmpfs of a given size at a test's home.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    public static async Task<SmallDisk> MountAsync(TestFolder folder, string size)
    {
        Directory.CreateDirectory(folder.Home);
        var (exit, output) = await Tools.TryRunAsync(
            "mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder.Home);
        Needed.Or(exit == 0, $"a tmpfs, which cannot be mounted here: {output}");
        return new SmallDisk(folder.Home);
    }

    /// <summary>Leaves not one block free.</summary>
    public void Fill()
    {
        using var file = new FileStream(Path.Join(_path, "filler"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
        });
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public Task MakeReadOnlyAsync() => Tools.RunAsync("mount", "-o", "remount,ro", _path);

    public async ValueTask DisposeAsync() => await Tools.RunAsync("umount", "-l", _path);
}
