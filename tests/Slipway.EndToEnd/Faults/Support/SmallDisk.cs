using System.Globalization;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults.Support;

/// <summary>A file system in memory, of a size that a test chooses, in a folder of its own.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(DirectoryInfo folder) => Folder = folder.FullName;

    public string Folder { get; }

    private string Filler => Path.Join(Folder, "filler");

    public static async Task<SmallDisk> MountAsync(int kibibytes)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("slipway-disk-"));
        await Tool.CheckAsync("mount", "-t", "tmpfs", "-o", Size(kibibytes), "tmpfs", disk.Folder);
        return disk;
    }

    public Task ResizeAsync(int kibibytes) =>
        Tool.CheckAsync("mount", "-o", $"remount,{Size(kibibytes)}", Folder);

    public Task MakeReadOnlyAsync() => Tool.CheckAsync("mount", "-o", "remount,ro", Folder);

    public Task MakeWritableAsync() => Tool.CheckAsync("mount", "-o", "remount,rw", Folder);

    /// <summary>Takes all the room that is left.</summary>
    public async Task FillAsync()
    {
        var result = await Tool.RunAsync("dd", ["if=/dev/zero", $"of={Filler}", "bs=4096"]);
        Assert.Contains("No space left", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Gives some of what <see cref="FillAsync"/> took.</summary>
    public async Task MakeRoomAsync(int kibibytes)
    {
        await using var filler = File.OpenWrite(Filler);
        filler.SetLength(filler.Length - (kibibytes * 1024L));
    }

    public async ValueTask DisposeAsync()
    {
        await Tool.CheckAsync("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static string Size(int kibibytes) => string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k");
}
