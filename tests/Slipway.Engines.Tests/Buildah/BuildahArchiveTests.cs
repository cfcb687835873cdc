using Slipway.Engines.Errors;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Buildah;

/// <summary>Archives out of Buildah and into it.</summary>
public sealed class BuildahArchiveTests(SharedBuildah buildah)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_saved_image_loads_as_the_same_image()
    {
        await using var engine = await buildah.OpenAsync();
        var image = await BuildAsync(engine);
        var archive = await SavedArchive.ReadAsync(await engine.SaveAsync(image.ImageHash, Token));
        await engine.UntagAsync(image.ImageHash.ToOciString(), Token);
        Assert.Null(await engine.FindAsync(image.ImageHash.ToOciString(), Token));

        var result = await engine.LoadAsync(image.Layers, archive.WriteAsync, Token);

        Assert.Equal(1, result.LayersSent);
        Assert.Equal(image.DiffIds, (await engine.FindAsync(image.ImageHash.ToOciString(), Token))?.DiffIds);
    }

    [Fact]
    public async Task Of_many_names_that_are_given_and_taken_at_once_none_is_lost()
    {
        await using var one = await buildah.OpenAsync();
        await using var other = await buildah.OpenAsync();
        var image = await BuildAsync(one);
        string prefix = $"slipway.invalid/{Contexts.Unique()}:";

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => one.TagAsync(image.ImageHash, $"{prefix}a{i}", Token))
            .Concat(Enumerable.Range(0, 12).Select(i => other.TagAsync(image.ImageHash, $"{prefix}b{i}", Token))));
        Assert.Equal(24, (await one.FindTagsAsync(prefix, Token)).Count);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => one.UntagAsync($"{prefix}a{i}", Token))
            .Concat(Enumerable.Range(0, 12).Select(i => other.TagAsync(image.ImageHash, $"{prefix}c{i}", Token))));
        Assert.Equal(24, (await one.FindTagsAsync(prefix, Token)).Count);
    }

    [Fact]
    public async Task An_image_that_is_there_is_not_sent()
    {
        await using var engine = await buildah.OpenAsync();
        var image = await BuildAsync(engine);

        var result = await engine.LoadAsync(
            image.Layers, (_, _, _) => throw new InvalidOperationException("It was asked for."), Token);

        Assert.Equal(0, result.BytesSent);
    }

    [Fact]
    public async Task A_spoilt_layer_is_refused()
    {
        await using var engine = await buildah.OpenAsync();
        var image = await BuildAsync(engine);
        var archive = await SavedArchive.ReadAsync(await engine.SaveAsync(image.ImageHash, Token));
        await engine.UntagAsync(image.ImageHash.ToOciString(), Token);

        var error = await Assert.ThrowsAsync<SlipwayException>(() =>
            engine.LoadAsync(image.Layers, (_, stream, token) => archive.WriteSpoiltAsync(0, stream, token), Token));

        Assert.Equal(EngineCodes.LoadRefused, error.Diagnostics[0].Code);
        Assert.Null(await engine.FindAsync(image.ImageHash.ToOciString(), Token));
    }

    [Fact]
    public async Task Another_image_than_was_meant_is_told()
    {
        await using var engine = await buildah.OpenAsync();
        var image = await BuildAsync(engine);
        var archive = await SavedArchive.ReadAsync(await engine.SaveAsync(image.ImageHash, Token));

        var error = await Assert.ThrowsAsync<SlipwayException>(() =>
            engine.LoadAsync(image.Layers with { ImageHash = ImageHash.Of("another"u8) }, archive.WriteAsync, Token));

        Assert.Equal(EngineCodes.LoadedOther, error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task What_the_writer_throws_is_passed_on_and_nothing_is_left()
    {
        await using var own = new SharedBuildah();
        await using var engine = await own.OpenAsync();
        var image = await BuildAsync(engine);
        await engine.UntagAsync(image.ImageHash.ToOciString(), Token);

        await Assert.ThrowsAsync<InvalidDataException>(
            () => engine.LoadAsync(image.Layers, (_, _, _) => throw new InvalidDataException("spoilt"), Token));

        Assert.Null(await engine.FindAsync(image.ImageHash.ToOciString(), Token));
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(own.Temporary),
            path => !path.Contains("buildah-cache", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_that_is_not_there_cannot_be_saved_tagged_or_found()
    {
        await using var engine = await buildah.OpenAsync();
        var none = ImageHash.Of("none"u8);

        Assert.Null(await engine.FindAsync(none.ToOciString(), Token));
        Assert.Equal(
            EngineCodes.ImageUnknown,
            (await Assert.ThrowsAsync<SlipwayException>(() => engine.SaveAsync(none, Token))).Diagnostics[0].Code);
        Assert.Equal(
            EngineCodes.ImageUnknown,
            (await Assert.ThrowsAsync<SlipwayException>(() => engine.TagAsync(none, "a:b", Token)))
                .Diagnostics[0].Code);
        await engine.UntagAsync("nothing-of-this-name:latest", Token);
    }

    [Fact]
    public async Task A_save_that_ends_too_early_fails_where_it_is_read()
    {
        await using var engine = await buildah.OpenAsync();
        var image = await BuildAsync(engine);
        using var folder = new TempFolder();
        // A buildah that is killed in the middle of what it writes.
        folder.Write(
            "buildah",
            $"#!/bin/sh\ncase \" $* \" in *' push '*) ;; *) exec {Needed.Find("buildah")} \"$@\" ;; esac\n"
            + $"{Needed.Find("buildah")} \"$@\" | head -c 50000\nkill -9 $$\n",
            executable: true);
        var environment = buildah.Environment;
        environment = environment with
        {
            Variables = environment.Variables.SetItem("PATH", $"{folder.Path}:{environment.Variables["PATH"]}"),
        };
        await using var dying = await new EngineLocator(environment, TimeProvider.System).LocateAsync(
            "buildah", null, Token);
        await using var saved = await dying.SaveAsync(image.ImageHash, Token);

        var error = await Assert.ThrowsAsync<SlipwayException>(() => saved.CopyToAsync(Stream.Null, Token));

        Assert.Equal(EngineCodes.BuildahSaveFailed, error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_save_that_is_given_up_ends_its_process_and_leaves_no_file()
    {
        await using var own = new SharedBuildah();
        await using var engine = await own.OpenAsync();
        var image = await BuildAsync(engine, size: 8_000_000);
        string[] before = Directory.GetFileSystemEntries(own.Temporary);
        await using (var saved = await engine.SaveAsync(image.ImageHash, Token))
        {
            await saved.ReadExactlyAsync(new byte[1000], Token);
            Assert.True(Shell.IsRunning(image.ImageHash.ToString()));
        }

        Assert.False(Shell.IsRunning(image.ImageHash.ToString()));
        Assert.Equal(before, Directory.GetFileSystemEntries(own.Temporary));
    }

    private static Task<EngineImage> BuildAsync(IImageEngine engine, int size = 100_000) =>
        engine.BuildAsync(
            Contexts.Request("FROM scratch\nCOPY file /", ("file", Contexts.RandomBytes(size))), _ => { }, Token);
}
