namespace Slipway.Store.Tests.Support;

/// <summary>A tmpfs of a given size at a test's home.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    public static async Task<SmallDisk> MountAsync(TestFolder folder, string size)
    {
        Directory.CreateDirectory(folder.Home);
        var (exit, output) = await Command.TryRunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder.Home);
        Command.Need(exit == 0, $"a tmpfs cannot be mounted here: {output}");
        return new SmallDisk(folder.Home);
    }

    public Task MakeReadOnlyAsync() => Command.RunAsync("mount", "-o", "remount,ro", _path);

    public async ValueTask DisposeAsync() => await Command.RunAsync("umount", "-l", _path);
}
