using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Contracts;

/// <summary>What every source of images does, wherever builds leave them.</summary>
public abstract class ImageSourceContract : IDisposable
{
    protected abstract IImageSource Source { get; }

    /// <summary>The store of this machine, in which an image is once it was fetched.</summary>
    protected abstract IImageStore Local { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // One layer is there twice.
    private static TestImage Image { get; } =
        new(TestImage.Layer("a", 3000), TestImage.Layer("b", 700), TestImage.Layer("a", 3000));

    private protected TestFolder Folder { get; } = new();

    [Theory]
    [InlineData("docker 20", false)]
    [InlineData("podman", true)]
    [InlineData("docker 25", true)]
    [InlineData("docker 25, layers in gzip", true)]
    [InlineData("kaniko", false)]
    [InlineData("kaniko", true)]
    public async Task The_image_of_a_build_is_had_with_all_its_layers(string form, bool isCompressed)
    {
        byte[] archive = form switch
        {
            "docker 20" => Image.LegacyArchive(),
            "podman" => Image.PodmanArchive(),
            "docker 25" => Image.LayoutArchive(),
            "docker 25, layers in gzip" => Image.LayoutArchive(TestImage.Gzip),
            _ => Image.KanikoArchive(),
        };
        var build = await LeaveAsync(isCompressed ? TestImage.Zstd(archive) : archive);

        Assert.True(await Source.HasAsync(new BuiltImage(build, null), Cancel));
        Assert.True(await Source.HasAsync(new BuiltImage(build, Image.Hash), Cancel));
        var fetched = await FetchAsync(build);

        Assert.Equal(Image.Hash, fetched!.ImageHash);
        Assert.Equal(Image.Expected.DiffIds, fetched.DiffIds);
        Assert.Equal(Image.Config, await Local.ReadConfigAsync(fetched, Cancel));
        await AssertLayersAsync(fetched);
    }

    [Fact]
    public async Task An_image_whose_hash_is_known_is_the_same()
    {
        var build = await LeaveAsync(TestImage.Zstd(Image.PodmanArchive()));

        var fetched = await FetchAsync(build, Image.Hash);

        Assert.Equal(Image.Hash, fetched!.ImageHash);
        Assert.Equal(fetched.ManifestDigest, (await FetchAsync(build))!.ManifestDigest);
    }

    [Fact]
    public async Task What_was_fetched_is_here_whatever_build_made_it()
    {
        await FetchAsync(await LeaveAsync(TestImage.Zstd(Image.PodmanArchive())));

        Assert.True(await Source.HasAsync(new BuiltImage(BuildId.New(), Image.Hash), Cancel));
        Assert.Equal(Image.Hash, (await FetchAsync(BuildId.New(), Image.Hash))!.ImageHash);
    }

    [Fact]
    public async Task A_layer_that_two_images_share_is_stored_once()
    {
        byte[] shared = TestImage.Layer("shared", 5000);
        var first = new TestImage(shared, TestImage.Layer("first", 900));
        var second = new TestImage(shared, TestImage.Layer("second", 900));
        await FetchAsync(await LeaveAsync(TestImage.Zstd(first.PodmanArchive())));
        int before = Blobs();

        await FetchAsync(await LeaveAsync(TestImage.Zstd(second.PodmanArchive())));

        // Its other layer, its config and its manifest.
        Assert.Equal(before + 3, Blobs());
    }

    [Fact]
    public async Task A_build_that_never_was_has_no_image()
    {
        var image = new BuiltImage(BuildId.New(), null);

        Assert.False(await Source.HasAsync(image, Cancel));
        Assert.Null(await FetchAsync(image.Build));
        Assert.Null((await Source.FindFactsAsync(image, Cancel)).Built);
        Assert.False(await Source.HasAsync(image with { ImageHash = Image.Hash }, Cancel));
        Assert.Null(await FetchAsync(image.Build, Image.Hash));
    }

    [Fact]
    public async Task An_image_that_is_gone_is_not_there()
    {
        var build = await LeaveAsync(TestImage.Zstd(Image.PodmanArchive()));

        await LoseAsync(build);

        Assert.False(await Source.HasAsync(new BuiltImage(build, null), Cancel));
        Assert.False(await Source.HasAsync(new BuiltImage(build, Image.Hash), Cancel));
        Assert.Null(await FetchAsync(build));
        Assert.Null(await FetchAsync(build, Image.Hash));
    }

    [Fact]
    public async Task Several_may_fetch_the_same_image_at_once()
    {
        var build = await LeaveAsync(TestImage.Zstd(Image.PodmanArchive()));

        var fetched = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FetchAsync(build), Cancel)));

        Assert.All(fetched, one => Assert.Equal(Image.Hash, one?.ImageHash));
        await AssertLayersAsync(fetched[0]!);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once()
    {
        var build = await LeaveAsync(TestImage.Zstd(Image.PodmanArchive()));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Source.FetchAsync(new BuiltImage(build, null), null, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Source.HasAsync(new BuiltImage(build, null), cancelled.Token));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets a build leave an archive where builds leave them.</summary>
    protected abstract Task<BuildId> LeaveAsync(byte[] archive);

    /// <summary>Takes away what a build left.</summary>
    protected abstract Task LoseAsync(BuildId build);

    protected virtual void Dispose(bool disposing) => Folder.Dispose();

    protected Task<StoredImage?> FetchAsync(BuildId build, ImageHash? hash = null) =>
        Source.FetchAsync(new BuiltImage(build, hash), null, Cancel);

    protected int Blobs() => Directory.Exists(Folder.Blobs) ? Directory.GetFiles(Folder.Blobs).Length : 0;

    /// <summary>
    /// Another store takes what this one writes, which it does only if every layer is what the image says.
    /// </summary>
    private async Task AssertLayersAsync(StoredImage image)
    {
        using var written = new MemoryStream();
        await Local.WriteArchiveAsync(image, ["a:b"], 0, written, null, Cancel);
        using var folder = new TestFolder();
        using var other = folder.Open();
        Assert.Equal(Image.Hash, (await Image.PutAsync(other, written.ToArray())).Image.ImageHash);
    }
}
