using Slipway.Engines.Detection;
using Slipway.Engines.Loading;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Loading;

/// <summary>An engine that reads an image while it comes into the store.</summary>
public sealed class FetchThroughTests(SharedDocker docker) : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private ContainerEngine _engine = null!;
    private EngineImage _image = null!;
    private SavedArchive _archive = null!;

    /// <summary>An image that was saved and removed.</summary>
    public async ValueTask InitializeAsync()
    {
        _engine = await docker.OpenAsync(Builder.Classic);
        _image = await _engine.BuildAsync(
            Contexts.Request("FROM scratch\nCOPY file /", ("file", Contexts.RandomBytes(3 << 20))), _ => { }, Token);
        _archive = await SavedArchive.ReadAsync(await _engine.SaveAsync(_image.ImageHash, Token));
        using var connection = (await docker.Docker.ConnectAsync()).Api;
        await connection.RemoveAsync(_image.ImageHash, Token);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task The_engine_has_the_image_when_it_was_fetched()
    {
        var images = new EngineImages(_engine, null!);

        var fetched = await images.FetchAsync(new ArchiveSource(this, null), Built, null, Token);

        Assert.NotNull(await FindAsync());
        // The store is not asked for anything.
        var result = await images.LoadAsync(fetched!, null, Token);
        Assert.Equal(_image.DiffIds.Length, result.LayersSent);
        Assert.InRange(result.BytesSent, 3 << 20, 4 << 20);
        Assert.Equal(0, (await images.LoadAsync(fetched!, null, Token)).LayersSent);
    }

    [Fact]
    public async Task What_turns_out_bad_after_its_last_byte_is_not_in_the_engine()
    {
        var failure = new InvalidDataException("It is not what its worker signed.");

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() =>
            new EngineImages(_engine, null!).FetchAsync(new ArchiveSource(this, failure), Built, null, Token));

        Assert.Same(failure, thrown);
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task An_archive_that_the_engine_refuses_is_fetched_all_the_same()
    {
        var source = new ArchiveSource(this, null) { IsNoArchive = true };

        Assert.NotNull(await new EngineImages(_engine, null!).FetchAsync(source, Built, null, Token));

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task An_image_that_is_gone_sends_nothing() =>
        Assert.Null(await new EngineImages(_engine, null!).FetchAsync(
            new ArchiveSource(this, null) { IsGone = true }, Built, null, Token));

    private BuiltImage Built => new(BuildId.New(), _image.ImageHash);

    private Task<EngineImage?> FindAsync() => _engine.FindAsync(_image.ImageHash.ToOciString(), Token);

    private sealed class ArchiveSource(FetchThroughTests test, Exception? failure) : IImageSource
    {
        public bool IsGone { get; init; }

        public bool IsNoArchive { get; init; }

        public async Task<StoredImage?> FetchAsync(
            BuiltImage image, Stream copy, IProgress<long>? progress, CancellationToken cancellationToken)
        {
            if (IsGone)
            {
                return null;
            }

            if (IsNoArchive)
            {
                await copy.WriteAsync(Contexts.RandomBytes(8 << 20), cancellationToken);
            }
            else
            {
                await test._archive.WriteAsync(0, copy, cancellationToken);
            }

            return failure is null
                ? new StoredImage(test._image.ImageHash, default, test._image.DiffIds, 0, 0)
                : throw failure;
        }

        public Task<StoredImage?> FetchAsync(
            BuiltImage image, IProgress<long>? progress, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> HasAsync(BuiltImage image, CancellationToken cancellationToken) => Task.FromResult(!IsGone);

        public Task<BuildFacts> FindFactsAsync(BuiltImage image, CancellationToken cancellationToken) =>
            Task.FromResult(BuildFacts.NoImage);
    }
}
