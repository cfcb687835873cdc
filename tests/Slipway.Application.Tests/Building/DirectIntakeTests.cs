using Slipway.Application.Building;
using Slipway.Contracts;
using Slipway.Model.Engines;
using Slipway.Store;
using Slipway.Store.Settings;

namespace Slipway.Application.Tests.Building;

public sealed class DirectIntakeTests : IDisposable
{
    private static readonly TestImage Image =
        new(TestImage.Layer("a", 3000), TestImage.Layer("b", 700), TestImage.Layer("a", 3000));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-direct-");
    private readonly EmbeddedStore _store;

    public DirectIntakeTests() => _store = EmbeddedStore.Open(new StoreOptions { Home = _folder.FullName });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_layer_is_read_once()
    {
        var layers = new MemoryLayers(Image);

        var put = await DirectIntake.TryPutAsync(layers, _store.Images, Image.Expected, null, Cancel);

        Assert.Equal(Image.Expected.DiffIds, put!.Image.DiffIds);
        Assert.Equal([0, 1], layers.Read);
        Assert.NotNull(await _store.Images.FindAsync(Image.Hash, Cancel));
    }

    [Fact]
    public async Task Only_layers_that_the_store_lacks_are_read()
    {
        await new TestImage(TestImage.Layer("a", 3000)).PutAsync(_store);
        var layers = new MemoryLayers(Image);

        var put = await DirectIntake.TryPutAsync(layers, _store.Images, Image.Expected, null, Cancel);

        Assert.Equal(1, put!.NewLayers);
        Assert.Equal([1], layers.Read);
    }

    [Fact]
    public async Task What_cannot_be_read_or_is_another_layer_is_left_to_the_engine()
    {
        foreach (var broken in new MemoryLayers[]
        {
            new(Image) { Failure = new IOException("gone") },
            new(Image) { FailureAtEnd = new IOException("gone") },
            new(new TestImage(TestImage.Layer("c", 3000), TestImage.Layer("b", 700), TestImage.Layer("c", 3000)))
            {
                Config = Image.Config,
            },
        })
        {
            Assert.Null(await DirectIntake.TryPutAsync(broken, _store.Images, Image.Expected, null, Cancel));
            Assert.Null(await _store.Images.FindAsync(Image.Hash, Cancel));
        }
    }

    private sealed class MemoryLayers(TestImage image) : IEngineLayers
    {
        public List<int> Read { get; } = [];

        public Exception? Failure { get; init; }

        public Exception? FailureAtEnd { get; init; }

        public ReadOnlyMemory<byte> Config { get; init; } = image.Config;

        public Task<long> MeasureAsync(int layer, CancellationToken cancellationToken) =>
            Failure is null ? Task.FromResult((long)image.Layers[layer].Length) : throw Failure;

        public async Task WriteAsync(int layer, Stream destination, CancellationToken cancellationToken)
        {
            Read.Add(layer);
            await destination.WriteAsync(image.Layers[layer], cancellationToken);
            if (FailureAtEnd is not null)
            {
                throw FailureAtEnd;
            }
        }
    }
}
