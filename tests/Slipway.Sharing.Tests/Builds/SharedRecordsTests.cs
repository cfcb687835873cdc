using System.Text;
using Slipway.Contracts;
using Slipway.Model.Values;
using Slipway.Sharing.Tests.Support;

namespace Slipway.Sharing.Tests.Builds;

/// <summary>What is known of builds where whoever may write at a level says something else.</summary>
public sealed class SharedRecordsTests
{
    private static readonly ImageName Base = ImageName.Parse("base");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_records_with_one_id_the_one_of_the_more_trusted_level_counts()
    {
        var registry = new MemoryRegistry();
        var root = SharedRegistry.NewRoot("registry.example");
        using var trusted = new Machine(root, registry, 3);
        using var other = new Machine(root, registry, 1);
        var image = new TestImage(TestImage.Layer("one", 900));
        var entry = await trusted.BuildAsync(image, when: DateTimeOffset.UtcNow.AddDays(-1));
        var lie = new TestImage(TestImage.Layer("lie", 900));
        var record = TestBuild.Record(entry.Digest!.Value, lie.Hash, DateTimeOffset.UtcNow) with { Id = entry.Build };
        await other.ShareAsync(record, (await lie.PutAsync(other.Store)).Image);
        using var reader = new Machine(root, registry, 1);

        var found = await reader.Shared.Records.FindAsync(entry.Build, Cancel);

        Assert.Equal((3, image.Hash), (found?.Level.Value, found?.ImageHash));
    }

    [Fact]
    public async Task Inputs_that_are_not_those_of_the_digest_are_none()
    {
        var registry = new MemoryRegistry();
        var root = SharedRegistry.NewRoot("registry.example");
        using var other = new Machine(root, registry, 1);
        var digest = InputsDigest.Of("the real ones"u8);
        var image = new TestImage(TestImage.Layer("one", 900));
        byte[] lie = Encoding.UTF8.GetBytes("others");
        await other.Store.Images.PutBlobAsync(lie, Cancel);
        var record = TestBuild.Record(digest, image.Hash, DateTimeOffset.UtcNow) with
        {
            InputsManifest = Sha256Digest.Of(lie),
        };
        await other.ShareAsync(record, (await image.PutAsync(other.Store)).Image);
        using var reader = new Machine(root, registry, 3);

        Assert.NotNull(await reader.Shared.Records.FindAsync(record.Id, Cancel));
        Assert.Null(await reader.Shared.Records.FindInputsAsync(digest, Cancel));
        Assert.Single(await reader.Shared.Records.ListAsync(Base, 10, Cancel));
    }
}
