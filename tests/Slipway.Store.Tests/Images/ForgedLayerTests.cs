using Microsoft.Data.Sqlite;
using Slipway.Model.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Storage;
using Slipway.Store.Errors;

namespace Slipway.Store.Tests.Images;

/// <summary>Rows that give an image other layers than its config lists.</summary>
public sealed class ForgedLayerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;
    private readonly TestImage _evil = new(TestImage.Small.Layers[0], TestImage.Layer("evil", 900));

    public ForgedLayerTests() => _store = _folder.Open();

    public static TheoryData<string> Lies => new()
    {
        "UPDATE image_layers SET diff_id = $evil WHERE image_hash = $image AND position = 1",
        "UPDATE image_layers SET position = 1 - position + 2 WHERE image_hash = $image; "
            + "UPDATE image_layers SET position = position - 1 WHERE image_hash = $image AND position = 2",
        "DELETE FROM image_layers WHERE image_hash = $image AND position = 1",
        "DELETE FROM image_layers WHERE image_hash = $image",
        "INSERT INTO image_layers (image_hash, position, diff_id) VALUES ($image, 2, $evil)",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Nobody_gets_an_image_whose_layers_are_not_those_of_its_config(string sql)
    {
        var image = await ForgeAsync(sql);
        await RefusedAsync(() => _store.Images.FindAsync(image.ImageHash, Cancel));
        // It is forgotten, so that the next build stores it anew.
        Assert.Null(await _store.Images.FindAsync(image.ImageHash, Cancel));

        image = await ForgeAsync(sql);
        await RefusedAsync(() => _store.Images.ReadConfigAsync(image, Cancel));
        image = await ForgeAsync(sql);
        await RefusedAsync(() => _store.Images.PutConfigAsync(image, "{}"u8.ToArray(), Cancel));
        image = await ForgeAsync(sql);
        await RefusedAsync(() => _store.Images.PackAsync(image, image.DiffIds[0], LayerFormat.Zstd, Cancel));
        image = await ForgeAsync(sql);
        using var archive = new MemoryStream();
        await RefusedAsync(() => _store.Images.WriteArchiveAsync(image, ["base:latest"], 0, archive, null, Cancel));
        Assert.Equal(0, archive.Length);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Fsck_finds_it(string sql)
    {
        var image = await ForgeAsync(sql);

        var found = await _store.Maintenance.CheckAsync(repair: false, null, Cancel);

        Assert.Contains(found.Problems, problem => problem.Kind == FsckProblemKind.Image
            && problem.Message.Contains("its config lists other layers", StringComparison.Ordinal));
        await _store.Maintenance.CheckAsync(repair: true, null, Cancel);
        Assert.Null(await _store.Images.FindAsync(image.ImageHash, Cancel));
    }

    [Fact]
    public async Task Fsck_finds_a_layer_to_which_the_blob_of_another_one_was_given()
    {
        await ForgeAsync(
            "UPDATE layers SET (blob, blob_size, size) = (SELECT blob, blob_size, size FROM layers "
            + "WHERE diff_id = $evil) WHERE diff_id = $good");

        var found = await _store.Maintenance.CheckAsync(repair: false, null, Cancel);

        Assert.Contains(
            found.Problems, problem => problem.Message.Contains("is not the layer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_layer_became_is_believed_only_as_this_store_wrote_it_down()
    {
        await _evil.PutAsync(_store);
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        foreach (var diffId in _evil.Expected.DiffIds)
        {
            (await _store.Images.PackAsync(
                (await _store.Images.FindAsync(_evil.Hash, Cancel))!, diffId, LayerFormat.Gzip, Cancel)).Dispose();
        }

        (await _store.Images.PackAsync(image, image.DiffIds[1], LayerFormat.Gzip, Cancel)).Dispose();
        Assert.NotNull(await _store.Images.FindPackedAsync(image.DiffIds[1], LayerFormat.Gzip, Cancel));
        await ForgeAsync(
            "UPDATE packed_layers SET (digest, size, seal) = (SELECT digest, size, seal FROM packed_layers "
            + "WHERE diff_id = $evil) WHERE diff_id = $good");

        Assert.Null(await _store.Images.FindPackedAsync(image.DiffIds[1], LayerFormat.Gzip, Cancel));
    }

    [Theory]
    [InlineData("UPDATE images SET manifest = (SELECT manifest FROM images WHERE image_hash != $image) "
        + "WHERE image_hash = $image")]
    [InlineData("UPDATE layers SET (blob, blob_size, size) = (SELECT blob, blob_size, size FROM layers "
        + "WHERE diff_id = $evil) WHERE diff_id = $good")]
    public async Task An_image_is_sound_only_with_its_manifest_and_the_bytes_of_its_layers(string sql)
    {
        var sound = (await TestImage.Small.PutAsync(_store)).Image;
        await _store.Images.VerifyAsync(sound, Cancel);
        var image = await ForgeAsync(sql);

        await RefusedAsync(() => _store.Images.VerifyAsync(image, Cancel));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static async Task RefusedAsync(Func<Task> use)
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(use);
        Assert.Equal(StoreCodes.BlobDamaged, failure.Diagnostics[0].Code);
    }

    private async Task<StoredImage> ForgeAsync(string sql)
    {
        await _evil.PutAsync(_store);
        var image = (await TestImage.Small.PutAsync(_store)).Image;
        await using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$image", Convert.FromHexString(image.ImageHash.ToString()));
        command.Parameters.AddWithValue("$evil", Convert.FromHexString(_evil.Expected.DiffIds[1].ToString()));
        command.Parameters.AddWithValue("$good", Convert.FromHexString(image.DiffIds[1].ToString()));
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(Cancel));
        return image;
    }
}
