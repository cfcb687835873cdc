using System.IO.Compression;
using Slipway.Sharing.Builds;

namespace Slipway.Sharing.Tests.Builds;

/// <summary>Logs as a registry has them.</summary>
public sealed class PackedLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_packed_is_read_again()
    {
        var packed = await PackedLog.MakeAsync(new MemoryStream("step 1\n"u8.ToArray()), Cancel);

        await using var text = await PackedLog.OpenAsync(packed.ToArray(), Cancel);

        using var reader = new StreamReader(text!);
        Assert.Equal("step 1\n", await reader.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task Of_a_long_one_the_end_is_kept()
    {
        byte[] content = new byte[(32 * 1024 * 1024) + 10];
        content[^1] = 7;
        var packed = await PackedLog.MakeAsync(new MemoryStream(content), Cancel);

        await using var text = await PackedLog.OpenAsync(packed.ToArray(), Cancel);

        Assert.Equal(32 * 1024 * 1024, text!.Length);
        text.Seek(-1, SeekOrigin.End);
        Assert.Equal(7, text.ReadByte());
    }

    [Fact]
    public async Task What_is_no_gzip_is_broken_or_has_no_end_is_no_log()
    {
        Assert.Null(await PackedLog.OpenAsync("no gzip"u8.ToArray(), Cancel));
        var packed = (await PackedLog.MakeAsync(new MemoryStream(new byte[100_000]), Cancel)).ToArray();
        packed[packed.Length / 2] ^= 0xff;
        Assert.Null(await PackedLog.OpenAsync(packed, Cancel));
        var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[(32 * 1024 * 1024) + 1], Cancel);
        }

        Assert.Null(await PackedLog.OpenAsync(bomb.ToArray(), Cancel));
    }
}
