using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

public sealed class TemporaryFolderTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("/proc")]
    [InlineData("/no/such/folder")]
    [InlineData("/dev/null")]
    public async Task Where_there_is_no_place_for_temporary_files_a_build_says_so(string place)
    {
        await Machine.RequireEngineAsync();
        _sandbox.Image("app", "FROM scratch\nCOPY Dockerfile /\n");
        _sandbox.Environment["TMPDIR"] = place;

        Problems.Single(await _sandbox.SlipwayAsync("build"), exitCode: 1, code: 1409);

        _sandbox.Environment["TMPDIR"] = null;
        await _sandbox.AssertSoundAsync();
    }

    [Fact]
    public async Task What_a_killed_process_left_goes_with_gc_too()
    {
        Machine.RequireSlipway();
        string place = Directory.CreateDirectory(Path.Join(_sandbox.Tree, "../tmp")).FullName;
        string left = Path.Join(place, "slipway-buildah-0123456789abcdef");
        Directory.CreateDirectory(Path.Join(left, "deep"));
        await File.WriteAllTextAsync(
            Path.Join(left, "owner.lock"), string.Empty, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Join(left, "deep/image.tar"), "x", TestContext.Current.CancellationToken);
        _sandbox.Environment["TMPDIR"] = place;

        await _sandbox.CheckAsync("gc", "--plan");
        Assert.True(Directory.Exists(left));
        await _sandbox.CheckAsync("gc");

        Assert.False(Directory.Exists(left));
    }
}
