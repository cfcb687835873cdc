using System.Text;
using Microsoft.Data.Sqlite;
using Slipway.Model.Diagnostics;
using Slipway.Model.Maintenance;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Store.Errors;

namespace Slipway.Store.Tests.Secrets;

/// <summary>A value that was ever handed to a build is not stored.</summary>
public sealed class RefusedValueTests : IDisposable
{
    private const string Value = "s3cr3t-\"value\"-of-yesterday";

    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public RefusedValueTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Leaking(string text = Value) =>
        TestImage.Tar(tar => TestImage.File(tar, "leak", [.. new byte[200_000], .. Encoding.UTF8.GetBytes(text)]));

    public static TheoryData<string> Forms => ["legacy", "podman", "layout", "gzip", "zstd"];

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_image_with_one_in_a_layer_is_refused_in_every_form_and_leaves_nothing(string form)
    {
        await RefuseAsync("token", Value + "\n");
        await TestImage.Small.PutAsync(_store);
        var before = Files();
        var image = new TestImage(TestImage.Small.Layers[0], Leaking());

        var error = await Assert.ThrowsAsync<SlipwayException>(() => image.PutAsync(_store, Archive(image, form)));

        var problem = Assert.Single(error.Diagnostics);
        Assert.Equal(SecretCodes.Leaked, problem.Code);
        Assert.Contains("'token'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("in a layer", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Files());
        Assert.Null(await _store.Images.FindAsync(image.Hash, Cancel));
    }

    [Fact]
    public async Task It_is_recognised_by_every_process_and_without_being_kept()
    {
        await RefuseAsync("token", Value);
        await RefuseAsync("token", "the value of today");
        await RefuseAsync("other", "another-value");
        using var later = _folder.Open();

        await AssertRefusedAsync(later, new TestImage(Leaking()), "token");
        await AssertRefusedAsync(later, new TestImage(Leaking("the value of today")), "token");
        await AssertRefusedAsync(later, new TestImage(Leaking("<another-value>" + Value)), "token", "other");
        await new TestImage(Leaking("an innocent text")).PutAsync(later);
        foreach (string file in Directory.GetFiles(_folder.Home, "*", SearchOption.AllDirectories))
        {
            string content = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancel));
            Assert.DoesNotContain("s3cr3t", content, StringComparison.Ordinal);
            Assert.DoesNotContain("of today", content, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""[{"created_by":"RUN echo s3cr3t-\"value\"-of-yesterday"}]""")]
    [InlineData("""[{"s\u0033cr3t-\u0022value\u0022-of-yesterday":1}]""")]
    [InlineData("""[{"comment":"s3cr3t-\"value\"-of-yesterday \ud83d\ude00"}]""")]
    public async Task One_in_the_config_or_the_history_is_found_behind_its_escapes(string history)
    {
        await RefuseAsync("token", Value);

        var error = await AssertRefusedAsync(_store, new TestImage(history, TestImage.Small.Layers), "token");

        Assert.Contains("configuration or history", error.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_with_half_a_character_is_searched_all_the_same()
    {
        await RefuseAsync("token", "yesterdays-value");

        await AssertRefusedAsync(
            _store, new TestImage("""[{"comment":"\ud83d yesterdays-value"}]""", TestImage.Small.Layers), "token");
    }

    [Fact]
    public async Task A_layer_that_was_stored_before_the_value_was_known_is_searched_once_more()
    {
        var image = new TestImage(TestImage.Small.Layers[0], Leaking());
        await image.PutAsync(_store);
        await RefuseAsync("token", Value);

        await AssertRefusedAsync(_store, new TestImage([.. image.Layers, TestImage.Small.Layers[1]]), "token");
        Assert.NotNull(await _store.Images.FindAsync(image.Hash, Cancel));
    }

    [Fact]
    public async Task A_layer_that_was_searched_for_a_value_is_not_read_again()
    {
        await RefuseAsync("token", Value);
        await TestImage.Small.PutAsync(_store);
        // As long, so only who reads it sees that it is damaged.
        string blob = Directory.GetFiles(_folder.Blobs).MaxBy(file => new FileInfo(file).Length)!;
        byte[] bytes = await File.ReadAllBytesAsync(blob, Cancel);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(blob, bytes, Cancel);

        Assert.Equal(0, (await TestImage.Small.PutAsync(_store)).NewLayers);
        await RefuseAsync("token", "the value of today");
        var error = await Assert.ThrowsAsync<SlipwayException>(() => TestImage.Small.PutAsync(_store));

        Assert.Equal(StoreCodes.BlobDamaged, error.Diagnostics[0].Code);
        Assert.Equal(1, (await TestImage.Small.PutAsync(_store)).NewLayers);
    }

    [Fact]
    public async Task A_value_too_short_to_tell_from_chance_is_not_looked_for()
    {
        await RefuseAsync("token", "1234567\n");

        await new TestImage(Leaking("1234567")).PutAsync(_store);
        Assert.False(File.Exists(Path.Join(_folder.Home, "secret")));
    }

    [Fact]
    public async Task A_forgotten_value_is_not_looked_for_and_one_given_again_is()
    {
        await RefuseAsync("token", Value);
        await RefuseAsync("other", "another-value");

        Assert.Equal(1, await _store.Maintenance.ForgetSecretAsync("token", Cancel));
        Assert.Equal(0, await _store.Maintenance.ForgetSecretAsync("token", Cancel));
        var image = new TestImage(Leaking());
        await image.PutAsync(_store);
        await AssertRefusedAsync(_store, new TestImage(Leaking("another-value")), "other");

        await RefuseAsync("token", Value);
        await AssertRefusedAsync(_store, image, "token");
    }

    [Fact]
    public async Task With_a_replaced_secret_of_the_store_nothing_is_stored_until_a_repair_forgets_the_values()
    {
        await RefuseAsync("token", Value);
        File.Delete(Path.Join(_folder.Home, "secret"));
        using var store = _folder.Open();

        await AssertReplacedAsync(() => TestImage.Small.PutAsync(store));
        await AssertReplacedAsync(() =>
            store.Images.RefuseAsync([new SecretValue("token", "another-value"u8)], Cancel));
        var problem = Assert.Single((await store.Maintenance.CheckAsync(repair: true, null, Cancel)).Problems);

        Assert.Equal(FsckProblemKind.Secret, problem.Kind);
        Assert.Contains("1 values", problem.Message, StringComparison.Ordinal);
        Assert.Empty((await store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
        await TestImage.Small.PutAsync(store);
    }

    [Fact]
    public async Task A_damaged_fingerprint_is_refused()
    {
        await RefuseAsync("token", Value);
        await using (
            var connection = new SqliteConnection($"Data Source={Path.Join(_folder.Home, "index.db")};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE secret_fingerprints SET sealed = x'0102'";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
        }

        var error = await Assert.ThrowsAsync<SlipwayException>(() => TestImage.Small.PutAsync(_store));

        Assert.Equal(StoreCodes.DatabaseDamaged, error.Diagnostics[0].Code);
        Assert.Contains("--forget-secret token", error.Diagnostics[0].Remedy, StringComparison.Ordinal);
        await _store.Maintenance.ForgetSecretAsync("token", Cancel);
        await TestImage.Small.PutAsync(_store);
    }

    private static byte[] Archive(TestImage image, string form) => form switch
    {
        "legacy" => image.LegacyArchive(),
        "layout" => image.LayoutArchive(),
        "gzip" => image.LayoutArchive(TestImage.Gzip),
        "zstd" => image.LayoutArchive(TestImage.Zstd),
        _ => image.PodmanArchive(),
    };

    private static async Task<SlipwayException> AssertRefusedAsync(
        EmbeddedStore store, TestImage image, params string[] secrets)
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => image.PutAsync(store));
        Assert.All(error.Diagnostics, problem => Assert.Equal(SecretCodes.Leaked, problem.Code));
        Assert.Equal(secrets.Length, error.Diagnostics.Length);
        Assert.All(
            secrets.Zip(error.Diagnostics),
            pair => Assert.Contains($"'{pair.First}'", pair.Second.Message, StringComparison.Ordinal));
        return error;
    }

    private static async Task AssertReplacedAsync(Func<Task> action) => Assert.Equal(
        StoreCodes.SecretReplaced, (await Assert.ThrowsAsync<SlipwayException>(action)).Diagnostics[0].Code);

    private Task RefuseAsync(string id, string content) =>
        _store.Images.RefuseAsync([new SecretValue(id, Encoding.UTF8.GetBytes(content))], Cancel);

    private string[] Files() =>
        [
            .. Directory
                .GetFiles(Path.Join(_folder.Home, "oci"), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal),
        ];
}
