using System.Text;
using Slipway.Application.Published;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Tests.Support;

namespace Slipway.Application.Tests.Published;

/// <summary>Registries whose documents do not agree with each other.</summary>
public sealed class HostileImageTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TestImage Image = TestImage.Create("listed");

    [Theory]
    [InlineData(OciMediaTypes.Manifest, 0, true)]
    [InlineData(OciMediaTypes.Manifest, 1, false)]
    [InlineData(OciMediaTypes.DockerManifest, 0, false)]
    public async Task An_index_has_to_be_right_about_what_it_lists(string type, int tooMuch, bool isRight)
    {
        string index = Index(
            type, Image.Manifest.Descriptor.Digest.ToOciString(), Image.Manifest.Descriptor.Size + tooMuch);
        await using var server = Serve(index, Image.Manifest.Content.ToArray(), OciMediaTypes.Manifest);

        await AssertAsync(server, isRight);
    }

    [Fact]
    public async Task An_index_in_an_index_is_refused()
    {
        byte[] inner = Encoding.UTF8.GetBytes(
            Index(OciMediaTypes.Manifest, Image.Manifest.Descriptor.Digest.ToOciString(), 1));
        var blob = Blob.Of(inner, OciMediaTypes.Index);
        string outer = Index(OciMediaTypes.Index, blob.Descriptor.Digest.ToOciString(), inner.Length);
        await using var server = Serve(outer, inner, OciMediaTypes.Index);

        await AssertAsync(server, isRight: false);
    }

    [Theory]
    [InlineData("""{"config":{"Labels":{"a":"1","a":"2"}},"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"config":{"Labels":{"a":1}},"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[null]}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[]}}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_config_that_makes_no_sense_is_refused(string config)
    {
        var blob = Blob.Of(config);
        string manifest = $$"""
            {"schemaVersion":2,"config":{"mediaType":"{{OciMediaTypes.Config}}","digest":"{{blob.Descriptor.Digest.ToOciString()}}","size":{{config.Length}}},
             "layers":[{"mediaType":"x","digest":"{{Image.Layer.Descriptor.Digest.ToOciString()}}","size":1}]}
            """;
        await using var server = new FaultServer(exchange => exchange.Path.Contains("/blobs/", StringComparison.Ordinal)
            ? exchange.AnswerAsync(200, config)
            : exchange.AnswerAsync(200, manifest, ("Content-Type", OciMediaTypes.Manifest)));

        await AssertAsync(server, isRight: false);
    }

    private static FaultServer Serve(string index, byte[] listed, string type) => new(exchange =>
        exchange.Path.EndsWith("/manifests/1", StringComparison.Ordinal)
            ? exchange.AnswerAsync(200, index, ("Content-Type", OciMediaTypes.Index))
            : exchange.Path.Contains("/blobs/", StringComparison.Ordinal)
                ? exchange.AnswerAsync(200, Image.Config.Content)
                : exchange.AnswerAsync(200, listed, ("Content-Type", type)));

    private static string Index(string type, string digest, long size) =>
        $$"""
            {"schemaVersion":2,"mediaType":"{{OciMediaTypes.Index}}","manifests":[{"mediaType":"{{type}}","digest":"{{digest}}","size":{{size}},
             "platform":{"os":"linux","architecture":"amd64"} }]}
            """;

    private static async Task AssertAsync(FaultServer server, bool isRight)
    {
        using var client = Clients.Create();
        var reading = new PublishedImageReader(client).FindAsync(
            new ImageReference(Repositories.New(server.Host), "1", null), "linux/amd64", Token);
        if (isRight)
        {
            Assert.Equal(new ImageHash(Image.Config.Descriptor.Digest), (await reading)!.ImageHash);
        }
        else
        {
            await Clients.FailsAsync(() => reading, RegistryCodes.DocumentInvalid);
        }
    }
}
