using System.Text;
using Slipway.Engines.Direct;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Direct;

public sealed class StorageFolderTests : IDisposable
{
    private const string Base = "0a";
    private const string Top = "0b";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly DiffId Lower = DiffId.Of("lower"u8);
    private static readonly DiffId Upper = DiffId.Of("upper"u8);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Layers_are_put_together_as_Buildah_made_them()
    {
        await using var buildah = new SharedBuildah();
        await using var engine = await buildah.OpenAsync();

        await AssertLayersAsync(engine);
    }

    [Fact]
    public async Task Layers_are_put_together_as_Podman_made_them()
    {
        await using var podman = new SharedPodman();
        await using var engine = await new EngineLocator(podman.Environment, TimeProvider.System)
            .LocateAsync("podman", null, Token);

        await AssertLayersAsync(engine);
    }

    [Theory]
    [InlineData("overlay", "overlay/0a/diff", "overlay/0b/diff")]
    [InlineData("vfs", "vfs/dir/0a", "vfs/dir/0b")]
    public void An_image_is_found_with_its_layers_from_the_lowest_on(string driver, string lower, string upper)
    {
        var image = Write(driver, lower, upper);

        var layers = new StorageFolder(_folder.Path, driver).TryOpen(image);

        Assert.Equal("{}"u8, layers!.Config.Span);
        Assert.Equal(
            [Path.Join(_folder.Path, lower), Path.Join(_folder.Path, upper)],
            layers.Layers.Select(layer => layer.Files));
    }

    [Fact]
    public void An_image_with_other_layers_than_were_told_is_not_opened()
    {
        var image = Write("overlay", "overlay/0a/diff", "overlay/0b/diff");
        var folder = new StorageFolder(_folder.Path, "overlay");

        Assert.Null(folder.TryOpen(image with { DiffIds = [Upper, Lower] }));
        Assert.Null(folder.TryOpen(image with { DiffIds = [Upper] }));
        Assert.Null(folder.TryOpen(image with { DiffIds = [Lower, Upper, Upper] }));
        Assert.Null(folder.TryOpen(image with { ImageHash = ImageHash.Of("other"u8) }));
        Assert.Null(new StorageFolder(_folder.Path, "zfs").TryOpen(image));
    }

    [Fact]
    public void An_image_whose_config_is_another_is_not_opened()
    {
        var image = Write("overlay", "overlay/0a/diff", "overlay/0b/diff");
        _folder.Write(ConfigPath("overlay", image.ImageHash), "{ }");

        Assert.Null(new StorageFolder(_folder.Path, "overlay").TryOpen(image));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("null")]
    [InlineData("[{}, null]")]
    [InlineData("""[{"id":"0b","parent":"0b","diff-digest":"sha256:x"}]""")]
    [InlineData("""[{"id":"../../0b","diff-digest":7}]""")]
    public void A_list_of_layers_that_is_not_understood_opens_nothing_and_counts_nothing(string list)
    {
        var image = Write("overlay", "overlay/0a/diff", "overlay/0b/diff");
        _folder.Write("overlay-layers/layers.json", list);
        var folder = new StorageFolder(_folder.Path, "overlay");

        Assert.Null(folder.TryOpen(image));
        Assert.Equal(0, folder.CountPresent(image.DiffIds));
    }

    [Fact]
    public void The_lowest_layers_that_are_kept_are_counted_whatever_images_they_are_of()
    {
        Write("overlay", "overlay/0a/diff", "overlay/0b/diff");
        var folder = new StorageFolder(_folder.Path, "overlay");
        var other = DiffId.Of("other"u8);

        Assert.Equal(2, folder.CountPresent([Lower, Upper]));
        Assert.Equal(1, folder.CountPresent([Lower, other, Upper]));
        Assert.Equal(0, folder.CountPresent([other, Lower]));
        Assert.Equal(0, new StorageFolder(Path.Join(_folder.Path, "none"), "overlay").CountPresent([Lower]));
    }

    [Fact]
    public void A_layer_that_was_not_read_to_its_end_does_not_count()
    {
        var image = Write("overlay", "overlay/0a/diff", "overlay/0b/diff", """{"incomplete":true}""");
        var folder = new StorageFolder(_folder.Path, "overlay");

        Assert.Null(folder.TryOpen(image));
        Assert.Equal(1, folder.CountPresent(image.DiffIds));
    }

    private static async Task AssertLayersAsync(IImageEngine engine)
    {
        string name = $"slipway.invalid/{Contexts.Unique()}:1";
        var below = await engine.BuildAsync(
            Contexts.Request(
                "FROM scratch\nCOPY a b /dir/\nCOPY a /dir/c",
                ("a", Contexts.RandomBytes(400_000)), ("b", [])),
            _ => { },
            Token);
        await engine.TagAsync(below.ImageHash, name, Token);
        var image = await engine.BuildAsync(
            Contexts.Request($"FROM {name}\nCOPY b /dir/a\nCOPY b /{new string('n', 90)}", ("b", [1, 2])),
            _ => { },
            Token);

        var layers = engine.OpenLayers(image.Layers);

        Assert.NotNull(layers);
        Assert.Equal(image.ImageHash, ImageHash.Of(layers.Config.Span));
        for (int i = 0; i < image.DiffIds.Length; i++)
        {
            var tar = new MemoryStream();
            await layers.WriteAsync(i, tar, Token);
            Assert.Equal(image.DiffIds[i], DiffId.Of(tar.ToArray()));
            Assert.Equal(tar.Length, await layers.MeasureAsync(i, Token));
        }
    }

    /// <summary>A storage with one image of two layers.</summary>
    private EngineImageLayers Write(string driver, string lower, string upper, string? flags = null)
    {
        var image = new EngineImageLayers(ImageHash.Of("{}"u8), [Lower, Upper]);
        string member = flags is null ? string.Empty : $",\"flags\":{flags}";
        _folder.Write(
            $"{driver}-images/images.json",
            $$"""[{"id":"0c","layer":"{{Base}}"},{"id":"{{image.ImageHash}}","layer":"{{Top}}"}]""");
        _folder.Write(
            $"{driver}-layers/layers.json",
            $$"""
            [{"id":"{{Top}}","parent":"{{Base}}","diff-digest":"{{Upper.ToOciString()}}"{{member}}},
             {"id":"{{Base}}","diff-digest":"{{Lower.ToOciString()}}","diff-size":5}]
            """);
        _folder.Write(ConfigPath(driver, image.ImageHash), "{}");
        foreach (var (id, files) in ((string, string)[])[(Base, lower), (Top, upper)])
        {
            _folder.Write($"{driver}-layers/{id}.tar-split.gz", string.Empty);
            Directory.CreateDirectory(Path.Join(_folder.Path, files));
        }

        return image;
    }

    private static string ConfigPath(string driver, ImageHash image) =>
        $"{driver}-images/{image}/={Convert.ToBase64String(Encoding.ASCII.GetBytes(image.ToOciString()))}";
}
