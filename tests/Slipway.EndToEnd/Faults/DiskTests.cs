using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

/// <summary>Disks that are full, or that may only be read.</summary>
public sealed class DiskTests : IAsyncDisposable
{
    private const int Mebibyte = 1024; // in kibibytes

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_disk_that_fills_up_while_a_blob_is_written_leaves_a_sound_store()
    {
        await Machine.RequireEngineAsync();
        Machine.RequireRoot();
        await using var disk = await SmallDisk.MountAsync(8 * Mebibyte);
        _sandbox.Home = Path.Join(disk.Folder, "home");
        _sandbox.RandomImage("small", mebibytes: 1);
        await _sandbox.CheckAsync("build");
        _sandbox.RandomImage("large", mebibytes: 20, seed: 2);

        var problem = Problems.Single(await _sandbox.SlipwayAsync("build"), exitCode: 1, code: 1405);

        Assert.Contains(_sandbox.Home, problem.Message, StringComparison.Ordinal);
        Assert.Empty(_sandbox.TemporaryFiles());
        await _sandbox.CheckAsync("fsck");
        Assert.Equal("reuse", (await _sandbox.PlanAsync())["small"]);
        Assert.Equal(["failed"], await _sandbox.BuildResultsAsync("large"));
        await disk.ResizeAsync(64 * Mebibyte);
        Assert.Equal("built", (await _sandbox.BuildAsync())["large"]);
        await _sandbox.AssertSoundAsync();
    }

    [Fact]
    public async Task A_disk_without_any_room_is_told_by_a_code()
    {
        await Machine.RequireEngineAsync();
        Machine.RequireRoot();
        await using var disk = await SmallDisk.MountAsync(Mebibyte);
        await disk.FillAsync();
        _sandbox.Home = Path.Join(disk.Folder, "home");
        _sandbox.RandomImage("app", mebibytes: 1);

        var result = await _sandbox.SlipwayAsync("build");

        Assert.All(Problems.Of(result, exitCode: 1), problem => Assert.Equal(1405, problem.Code));
        Assert.Contains("warning SLIP1603", result.Error, StringComparison.Ordinal);
        await disk.ResizeAsync(16 * Mebibyte);
        await _sandbox.AssertSoundAsync();
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_the_log_is_written_is_told_by_a_code()
    {
        await Machine.RequireEngineAsync();
        Machine.RequireRoot();
        await using var disk = await SmallDisk.MountAsync(8 * Mebibyte);
        _sandbox.Home = Path.Join(disk.Folder, "home");
        _sandbox.BusyboxBase();
        await _sandbox.CheckAsync("build");
        _sandbox.Image(
            "app", $"FROM {{base}}\nRUN for i in $(seq 1000); do printf '%01000d\\n' $i; done; echo {_sandbox.Tag}\n");
        await disk.FillAsync();
        await disk.MakeRoomAsync(256);

        Problems.Single(await _sandbox.SlipwayAsync("build"), exitCode: 1, code: 1405);

        await disk.ResizeAsync(32 * Mebibyte);
        await _sandbox.AssertSoundAsync();
    }

    [Fact]
    public async Task A_full_folder_for_temporary_files_is_told_by_a_code()
    {
        await Machine.RequireEngineAsync();
        Machine.RequireRoot();
        await using var disk = await SmallDisk.MountAsync(64);
        await disk.FillAsync();
        _sandbox.RandomImage("app", mebibytes: 1);
        _sandbox.Environment["TMPDIR"] = disk.Folder;

        Problems.Of(await _sandbox.SlipwayAsync("build"), exitCode: 1);

        _sandbox.Environment.Remove("TMPDIR");
        await _sandbox.AssertSoundAsync();
    }

    [Fact]
    public async Task An_output_that_does_not_fit_is_told_by_a_code()
    {
        Machine.RequireSlipway();
        Machine.RequireRoot();
        await using var disk = await SmallDisk.MountAsync(Mebibyte);
        _sandbox.RandomImage("app", mebibytes: 2);
        string output = Path.Join(disk.Folder, "context.tar");

        Problems.Single(
            await _sandbox.SlipwayAsync("context", _sandbox.Name("app"), "-o", output), exitCode: 1, code: 1005);

        Assert.Empty(Directory.GetFiles(disk.Folder));
    }

    [Fact]
    public async Task A_read_only_store_can_be_looked_at_and_refuses_a_build_at_once()
    {
        await Machine.RequireEngineAsync();
        Machine.RequireRoot();
        await using var disk = await SmallDisk.MountAsync(32 * Mebibyte);
        _sandbox.Home = Path.Join(disk.Folder, "home");
        _sandbox.RandomImage("app", mebibytes: 1);
        await _sandbox.CheckAsync("build");
        await _sandbox.EmptyEngineAsync();
        await disk.MakeReadOnlyAsync();

        Assert.Equal("reuse", (await _sandbox.PlanAsync())["app"]);
        Assert.Contains(_sandbox.Name("app"), await _sandbox.CheckAsync("list"), StringComparison.Ordinal);
        await _sandbox.CheckAsync("fsck");
        await _sandbox.CheckAsync("load", _sandbox.Name("app"));
        _sandbox.Write($"images/{_sandbox.Name("app")}/new", "file");
        Assert.Equal("build", (await _sandbox.PlanAsync())["app"]);
        var refused = await _sandbox.SlipwayAsync("build");
        Problems.Single(refused, exitCode: 1, code: 1401);
        Assert.DoesNotContain("building", refused.Error, StringComparison.Ordinal);

        await disk.MakeWritableAsync();
        await _sandbox.AssertSoundAsync();
    }
}
