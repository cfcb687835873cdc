using System.Buffers.Binary;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

/// <summary>A store whose files were changed behind its back.</summary>
public sealed class DamageTests : IAsyncDisposable
{
    // https://www.sqlite.org/fileformat.html#the_database_header
    private const int UserVersionOffset = 60;
    private const int PageSize = 4096;

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    private string Database => Path.Join(_sandbox.StoreFolder(), "index.db");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_blob_is_not_loaded_and_is_made_anew_after_a_repair(bool truncated)
    {
        await Machine.RequireEngineAsync();
        _sandbox.RandomImage("app", mebibytes: 2).RandomImage("other", mebibytes: 1, seed: 2);
        await _sandbox.CheckAsync("build");
        await _sandbox.EmptyEngineAsync();
        var layer = new DirectoryInfo(Path.Join(_sandbox.StoreFolder(), "oci", "blobs", "sha256"))
            .EnumerateFiles().MaxBy(file => file.Length)!;
        Damage(layer, truncated);

        var check = await _sandbox.SlipwayAsync("fsck");
        Assert.Equal(4, check.ExitCode);
        Assert.Contains(layer.Name, check.Output, StringComparison.Ordinal);
        var load = await _sandbox.SlipwayAsync("load", _sandbox.Name("app"));
        if (truncated)
        {
            // The size gives it away before anything is read, so it counts as not stored and the next build makes it
            // anew.
            Problems.Single(load, exitCode: 3, code: 1301);
            Assert.Contains("warning SLIP1304", load.Error, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(
                layer.Name, Problems.Single(load, exitCode: 4, code: 1420).Message, StringComparison.Ordinal);
        }

        Assert.Empty(await _sandbox.EngineReferencesAsync());
        Assert.Equal(4, (await _sandbox.SlipwayAsync("fsck")).ExitCode);

        await _sandbox.CheckAsync("fsck", "--repair");
        var rebuilt = await _sandbox.BuildAsync();
        Assert.Equal("built", rebuilt["app"]);
        Assert.Equal("reused", rebuilt["other"]);
        await _sandbox.EmptyEngineAsync();
        await _sandbox.CheckAsync("load", _sandbox.Name("app"));
        await _sandbox.AssertSoundAsync();
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("build")]
    [InlineData("list")]
    [InlineData("fsck")]
    [InlineData("gc")]
    public async Task A_database_of_a_newer_version_is_left_alone(string command)
    {
        await BuildAsync();
        byte[] header = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(header, 9999);
        Overwrite(Database, UserVersionOffset, header);
        byte[] before = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);

        var problem = Problems.Single(await _sandbox.SlipwayAsync(command), exitCode: 1, code: 1402);

        Assert.Contains("9999", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(PageSize)]
    public async Task A_damaged_database_is_told_and_what_the_remedy_says_helps(int offset)
    {
        await BuildAsync();
        byte[] garbage = new byte[new FileInfo(Database).Length - offset];
        new Random(1).NextBytes(garbage);
        Overwrite(Database, offset, garbage);

        foreach (string command in (string[])["plan", "build", "list", "fsck", "gc"])
        {
            var problem = Problems.Single(await _sandbox.SlipwayAsync(command), exitCode: 1, code: 1403);
            Assert.Contains($"mv {Database} {Database}.damaged", problem.Remedy, StringComparison.Ordinal);
        }

        File.Move(Database, $"{Database}.damaged");
        await _sandbox.AssertSoundAsync();
    }

    private async Task BuildAsync()
    {
        await Machine.RequireEngineAsync();
        _sandbox.Image("app", "FROM scratch\nCOPY Dockerfile /\n");
        await _sandbox.CheckAsync("build");
    }

    private static void Damage(FileInfo file, bool truncated)
    {
        if (truncated)
        {
            using var stream = file.OpenWrite();
            stream.SetLength(file.Length - 1);
            return;
        }

        byte[] one = [(byte)(File.ReadAllBytes(file.FullName)[file.Length / 2] ^ 1)];
        Overwrite(file.FullName, (int)(file.Length / 2), one);
    }

    private static void Overwrite(string path, int offset, byte[] bytes)
    {
        using var stream = File.OpenWrite(path);
        stream.Position = offset;
        stream.Write(bytes);
    }
}
