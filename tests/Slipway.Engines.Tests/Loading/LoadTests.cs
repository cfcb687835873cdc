using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Loading;

public sealed class LoadTests(SharedDocker docker) : IAsyncLifetime
{
    private const int OwnLayer = 300_000;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly List<int> _skips = [];
    private ContainerEngine _engine = null!;
    private EngineImage _base = null!;
    private EngineImage _child = null!;
    private SavedArchive _archive = null!;

    /// <summary>A base in the engine, and a child of it that was saved and removed.</summary>
    public async ValueTask InitializeAsync()
    {
        // The cache of BuildKit would keep the layers of an image that is removed.
        _engine = await docker.OpenAsync(Builder.Classic);
        string name = Contexts.Unique();
        _base = await _engine.BuildAsync(Contexts.ShellRequest($"LABEL base={name}"), _ => { }, Token);
        await _engine.TagAsync(_base.ImageHash, $"slipway.invalid/{name}:1", Token);
        _child = await _engine.BuildAsync(
            Contexts.Request($"FROM slipway.invalid/{name}:1\nCOPY file /", ("file", Contexts.RandomBytes(OwnLayer))),
            _ => { },
            Token);
        _archive = await SavedArchive.ReadAsync(await _engine.SaveAsync(_child.ImageHash, Token));
        using var connection = (await docker.Docker.ConnectAsync()).Api;
        await connection.RemoveAsync(_child.ImageHash, Token);
        Assert.Null(await _engine.FindAsync(_child.ImageHash.ToOciString(), Token));
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Only_the_layers_that_the_engine_lacks_are_sent()
    {
        var result = await LoadAsync(_child.Layers, _archive.WriteAsync);

        Assert.Equal([_base.DiffIds.Length], _skips);
        Assert.Equal(_base.DiffIds.Length, result.LayersPresent);
        Assert.Equal(1, result.LayersSent);
        Assert.InRange(result.BytesSent, OwnLayer, OwnLayer + 50_000);
        Assert.Equal(_child.DiffIds, (await _engine.FindAsync(_child.ImageHash.ToOciString(), Token))?.DiffIds);
    }

    [Fact]
    public async Task Nothing_is_sent_for_an_image_that_is_there()
    {
        var result = await LoadAsync(_base.Layers, _archive.WriteAsync);

        Assert.Empty(_skips);
        Assert.Equal(new LoadResult(0, _base.DiffIds.Length, 0), result);
    }

    [Fact]
    public async Task A_refused_partial_archive_is_sent_again_as_a_whole()
    {
        // As if the engine had lost the layers in the meantime: the first archive lacks what it really needs.
        var result = await LoadAsync(
            _child.Layers,
            (skip, stream, token) => _archive.WriteAsync(skip > 0 ? _archive.Layers.Length : 0, stream, token));

        Assert.Equal([_base.DiffIds.Length, 0], _skips);
        Assert.Equal(_child.DiffIds.Length, result.LayersSent);
        Assert.NotNull(await _engine.FindAsync(_child.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task A_spoilt_layer_is_refused_and_leaves_no_image()
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => LoadAsync(
            _child.Layers,
            (_, stream, token) => _archive.WriteSpoiltAsync(_archive.Layers.Length - 1, stream, token)));

        Assert.Equal(EngineCodes.LoadRefused, error.Diagnostics[0].Code);
        Assert.Null(await _engine.FindAsync(_child.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task A_tar_that_is_none_is_refused()
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => LoadAsync(
            _child.Layers,
            async (_, stream, token) =>
            {
                for (int i = 0; i < 64; i++)
                {
                    await stream.WriteAsync(Contexts.RandomBytes(1 << 16), token);
                }
            }));

        Assert.Equal(EngineCodes.LoadRefused, error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_writer_that_fails_is_what_the_caller_sees_and_the_engine_keeps_nothing()
    {
        var failure = new InvalidDataException("A blob is altered.");

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync(
            _child.Layers,
            async (skip, stream, token) =>
            {
                await _archive.WriteAsync(skip, stream, token);
                throw failure;
            }));

        Assert.Same(failure, thrown);
        Assert.Single(_skips);
        Assert.Null(await _engine.FindAsync(_child.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task Another_image_than_expected_is_an_error()
    {
        var other = new EngineImageLayers(ImageHash.Of("other"u8), _child.DiffIds);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => LoadAsync(other, _archive.WriteAsync));

        Assert.Equal(EngineCodes.LoadedOther, error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Cancellation_stops_the_load()
    {
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _engine.LoadAsync(
            _child.Layers,
            async (_, stream, token) =>
            {
                await stream.WriteAsync(new byte[1024], token);
                await cancel.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
            cancel.Token));

        Assert.Null(await _engine.FindAsync(_child.ImageHash.ToOciString(), Token));
    }

    private Task<LoadResult> LoadAsync(
        EngineImageLayers expected, Func<int, Stream, CancellationToken, Task> write) =>
        _engine.LoadAsync(
            expected,
            (skip, stream, token) =>
            {
                _skips.Add(skip);
                return write(skip, stream, token);
            },
            Token);
}
