using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Buildah;

/// <summary>Loading what is in a store into Buildah, which has a part of it.</summary>
public sealed class BuildahLoaderTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly SharedBuildah _buildah = new();
    private IImageEngine _engine = null!;
    private StoredPair _pair = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await _buildah.OpenAsync();
        _pair = await StoredPair.CreateAsync(_engine);
    }

    public async ValueTask DisposeAsync()
    {
        _pair.Dispose();
        await _engine.DisposeAsync();
        await _buildah.DisposeAsync();
    }

    [Fact]
    public async Task Only_the_layers_that_it_lacks_are_sent()
    {
        var result = await _pair.LoadAsync(_engine, Token);

        Assert.Equal((1, 1), (result.LayersSent, result.LayersPresent));
        Assert.InRange(result.BytesSent, StoredPair.OwnLayer, StoredPair.OwnLayer + 50_000);
        var loaded = await _engine.FindAsync(_pair.Child.ImageHash.ToOciString(), Token);
        Assert.Equal(_pair.Child.DiffIds, loaded!.DiffIds);
        Assert.Equal(["USER x"], loaded.Triggers);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task What_was_loaded_in_part_is_saved_as_the_same_image()
    {
        await _pair.LoadAsync(_engine, Token);

        await using var archive = await _engine.SaveAsync(_pair.Child.ImageHash, Token);
        var layers = new EngineImageLayers(_pair.Child.ImageHash, _pair.Child.DiffIds);
        var again = await _pair.Images.PutAsync(archive, layers, null, Token);
        Assert.Equal(_pair.Child.ImageHash, again.Image.ImageHash);
    }

    [Fact]
    public async Task An_image_that_is_loaded_in_part_gets_no_name_and_others_keep_theirs()
    {
        var before = await _engine.FindTagsAsync(string.Empty, Token);

        await _pair.LoadAsync(_engine, Token);

        Assert.Equal(before, await _engine.FindTagsAsync(string.Empty, Token));
    }

    [Fact]
    public async Task A_part_that_it_refuses_is_sent_again_as_a_whole()
    {
        var skips = new List<int>();

        // As if a layer had been removed in the meantime: the first archive lacks what is needed.
        var result = await _engine.LoadAsync(
            new EngineImageLayers(_pair.Child.ImageHash, _pair.Child.DiffIds),
            (skip, stream, token) =>
            {
                skips.Add(skip);
                return _pair.Images.WriteArchiveAsync(
                    _pair.Child, [], skip > 0 ? _pair.Child.DiffIds.Length : 0, stream, null, token);
            },
            Token);

        Assert.Equal([1, 0], skips);
        Assert.Equal((2, 0), (result.LayersSent, result.LayersPresent));
        Assert.NotNull(await _engine.FindAsync(_pair.Child.ImageHash.ToOciString(), Token));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Where_its_folder_may_not_be_read_the_whole_is_sent()
    {
        var environment = _buildah.Environment;
        environment = environment with
        {
            Variables = environment.Variables.SetItem("SLIPWAY_ENGINE_FOLDER", "off"),
        };
        await using var engine = await new EngineLocator(environment, TimeProvider.System)
            .LocateAsync("buildah", null, Token);

        var result = await _pair.LoadAsync(engine, Token);

        Assert.Equal((2, 0), (result.LayersSent, result.LayersPresent));
        Assert.Null(engine.OpenLayers(new EngineImageLayers(_pair.Child.ImageHash, _pair.Child.DiffIds)));
    }

    [Fact]
    public async Task A_load_takes_one_process_its_names_another_and_an_image_that_is_there_none()
    {
        using var folder = new TempFolder();
        string log = folder.Write("log", string.Empty);
        folder.Write(
            "buildah",
            "#!/bin/sh\n"
            + $"echo \"$*\" >> {log}\nexec {Needed.Find("buildah")} \"$@\"\n",
            executable: true);
        var environment = _buildah.Environment;
        environment = environment with
        {
            Variables = environment.Variables.SetItem("PATH", $"{folder.Path}:{environment.Variables["PATH"]}"),
        };
        await using var engine = await new EngineLocator(environment, TimeProvider.System)
            .LocateAsync("buildah", null, Token);

        Assert.Equal(["pull"], await CommandsAsync(() => _pair.LoadAsync(engine, Token)));
        Assert.Empty(await CommandsAsync(() => _pair.LoadAsync(engine, Token)));
        Assert.Equal(
            ["tag"], await CommandsAsync(() => engine.TagAsync(_pair.Child.ImageHash, ["a:1", "a:2", "a:3"], Token)));
        Assert.Equal(3, (await engine.FindTagsAsync("localhost/a:", Token)).Count);

        async Task<IEnumerable<string>> CommandsAsync(Func<Task> act)
        {
            await File.WriteAllTextAsync(log, string.Empty, Token);
            await act();
            return (await File.ReadAllLinesAsync(log, Token)).Select(line =>
                line.Replace("--storage-driver vfs ", string.Empty, StringComparison.Ordinal).Split(' ')[0]);
        }
    }

    [Fact]
    public async Task A_damaged_layer_of_the_store_is_refused_and_nothing_is_left()
    {
        _pair.Spoil(_pair.Child.DiffIds[1]);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => _pair.LoadAsync(_engine, Token));

        Assert.Equal(1420, error.Diagnostics[0].Code.Number);
        Assert.Null(await _engine.FindAsync(_pair.Child.ImageHash.ToOciString(), Token));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_damaged_layer_that_it_has_is_not_even_read()
    {
        _pair.Spoil(_pair.Base.DiffIds[0]);

        Assert.Equal(1, (await _pair.LoadAsync(_engine, Token)).LayersSent);
    }

    [Fact]
    public async Task A_wrong_byte_on_the_way_is_refused_by_a_code()
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => _engine.LoadAsync(
            new EngineImageLayers(_pair.Child.ImageHash, _pair.Child.DiffIds),
            async (skip, stream, token) =>
            {
                var archive = new MemoryStream();
                await _pair.Images.WriteArchiveAsync(_pair.Child, [], skip, archive, null, token);
                // In the small layer, which is the last one.
                archive.GetBuffer()[archive.Length - (StoredPair.OwnLayer / 2)] ^= 1;
                await stream.WriteAsync(archive.ToArray(), token);
            },
            Token));

        Assert.Equal(EngineCodes.LoadRefused, error.Diagnostics[0].Code);
        Assert.Contains("igest did not match", error.Message, StringComparison.Ordinal);
        Assert.Null(await _engine.FindAsync(_pair.Child.ImageHash.ToOciString(), Token));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_load_that_is_given_up_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _engine.LoadAsync(
            new EngineImageLayers(_pair.Child.ImageHash, _pair.Child.DiffIds),
            async (skip, stream, token) =>
            {
                await _pair.Images.WriteArchiveAsync(_pair.Child, [], skip, stream, null, token);
                // Buildah reads it now.
                cancel.CancelAfter(TimeSpan.FromMilliseconds(30));
            },
            cancel.Token));

        AssertNothingIsLeft();
        Assert.NotNull(await _engine.FindAsync(_pair.Base.ImageHash.ToOciString(), Token));
        await _pair.LoadAsync(_engine, Token);
        Assert.NotNull(await _engine.FindAsync(_pair.Child.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task Two_that_load_the_same_image_at_once_both_have_it()
    {
        await using var other = await _buildah.OpenAsync();

        await Task.WhenAll(_pair.LoadAsync(_engine, Token), _pair.LoadAsync(other, Token));

        Assert.Equal(
            _pair.Child.DiffIds, (await other.FindAsync(_pair.Child.ImageHash.ToOciString(), Token))!.DiffIds);
        AssertNothingIsLeft();
    }

    private void AssertNothingIsLeft() => Assert.DoesNotContain(
        Directory.EnumerateFileSystemEntries(_buildah.Temporary),
        path => !path.Contains("buildah-cache", StringComparison.Ordinal));
}
