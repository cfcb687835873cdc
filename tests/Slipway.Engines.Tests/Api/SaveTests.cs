using Slipway.Engines.Api;
using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Api;

public sealed class SaveTests(SharedDocker docker)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly ImageHash Nothing = ImageHash.Of("nothing"u8);

    [Fact]
    public async Task A_saved_archive_holds_the_image()
    {
        await using var engine = await docker.OpenAsync();
        var image = await engine.BuildAsync(Contexts.ShellRequest($"LABEL a={Contexts.Unique()}"), _ => { }, Token);

        var archive = await SavedArchive.ReadAsync(await engine.SaveAsync(image.ImageHash, Token));

        Assert.Equal(image.DiffIds.Length, archive.Layers.Length);
        Assert.True(archive.Length > new FileInfo(Contexts.Busybox).Length);
    }

    [Fact]
    public async Task An_unknown_image_is_not_found_and_cannot_be_saved_or_tagged()
    {
        await using var engine = await docker.OpenAsync();

        Assert.Null(await engine.FindAsync(Nothing.ToOciString(), Token));
        Assert.Null(await engine.FindAsync("slipway-test/nothing:latest", Token));
        var save = await Assert.ThrowsAsync<SlipwayException>(() => engine.SaveAsync(Nothing, Token));
        var tag = await Assert.ThrowsAsync<SlipwayException>(() => engine.TagAsync(Nothing, "x:latest", Token));
        Assert.Equal(EngineCodes.ImageUnknown, save.Diagnostics[0].Code);
        Assert.Equal(EngineCodes.ImageUnknown, tag.Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_name_that_the_engine_does_not_take_is_refused_in_its_own_words()
    {
        await using var engine = await docker.OpenAsync();
        var image = await engine.BuildAsync(Contexts.ShellRequest("LABEL a=b"), _ => { }, Token);

        var error = await Assert.ThrowsAsync<SlipwayException>(
            () => engine.TagAsync(image.ImageHash, "Upper/Case:latest", Token));

        Assert.Equal(EngineCodes.RequestRefused, error.Diagnostics[0].Code);
        Assert.Contains("must be lowercase", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"errorDetail\":{\"message\":\"no space left\"},\"error\":\"no space left\"}\r\n", "no space left")]
    [InlineData("data", "after 4096 bytes")]
    public async Task An_archive_that_ends_in_good_order_but_too_early_is_refused(string end, string said)
    {
        byte[] bytes = new byte[4096];
        System.Text.Encoding.UTF8.GetBytes(end).CopyTo(bytes, bytes.Length - end.Length);
        await using var stream = Archive(bytes);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => stream.CopyToAsync(Stream.Null, Token));

        Assert.Equal(EngineCodes.SaveTruncated, error.Diagnostics[0].Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(4096)]
    public async Task A_whole_archive_passes_however_it_is_read(int size)
    {
        byte[] bytes = new byte[5000];
        bytes.AsSpan(0, 3000).Fill(7);
        await using var stream = Archive(bytes);
        var copy = new MemoryStream();

        await stream.CopyToAsync(copy, size, Token);

        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task An_empty_archive_is_refused()
    {
        await using var stream = Archive([]);

        await Assert.ThrowsAsync<SlipwayException>(() => stream.CopyToAsync(Stream.Null, Token));
    }

    private static SavedArchiveStream Archive(byte[] bytes) =>
        new(new MemoryStream(bytes), Nothing, EngineEndpoint.OfSocket("/tmp/engine.sock"));
}
