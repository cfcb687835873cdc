using System.Text.Json;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Images;

public sealed class ImageNameTests : IDisposable
{
    private static readonly InputsDigest Digest = InputsDigest.Of("inputs"u8);

    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public ImageNameTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_name_that_a_trusted_scope_gave_is_not_taken_over_by_a_lesser_one()
    {
        var trusted = await PutAsync("trusted");
        var lesser = await PutAsync("lesser");

        await NameAsync(trusted, IndexScope.Of(Level.Highest));
        await NameAsync(lesser, IndexScope.Of(Level.Lowest));
        await NameAsync(lesser, IndexScope.PullRequest("7"));
        Assert.Equal(trusted.ManifestDigest.ToOciString(), Named());

        await NameAsync(lesser, IndexScope.Of(Level.Highest));
        Assert.Equal(lesser.ManifestDigest.ToOciString(), Named());
    }

    private async Task<StoredImage> PutAsync(string content)
    {
        var image = new TestImage(TestImage.Layer(content, 1000));
        return (
            await _store.Images.PutAsync(new MemoryStream(image.PodmanArchive()), image.Expected, null, Cancel)).Image;
    }

    private async Task NameAsync(StoredImage image, IndexScope scope)
    {
        await _store.Builds.AddAsync(
            TestBuild.Record(
                Digest,
                image.ImageHash,
                _folder.Clock.GetUtcNow(),
                scope.Level?.Value ?? 3,
                pullRequest: scope.Level is null ? "7" : null),
            Cancel);
        await _store.Images.NameAsync(ImageName.Parse("base"), Digest, image, scope, Cancel);
    }

    private string? Named()
    {
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Join(_folder.Home, "oci", "index.json")));
        return index.RootElement.GetProperty("manifests").EnumerateArray().Single().GetProperty("digest").GetString();
    }
}
