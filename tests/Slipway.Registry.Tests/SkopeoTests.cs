using System.Text.Json;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests;

public sealed class SkopeoTests(PlainRegistry registry)
{
    [Fact]
    public async Task Skopeo_reads_what_was_pushed()
    {
        string skopeo = Needed.Program("skopeo");
        using var folder = new TempFolder();
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("for skopeo");
        await image.PushAsync(client, repository, "1.0");

        string inspected = await Tools.RunAsync(skopeo, "inspect", "--tls-verify=false", $"docker://{repository}:1.0");
        await Tools.RunAsync(
            skopeo, "copy", "--src-tls-verify=false", $"docker://{repository}:1.0", $"dir:{folder.Path}/copy");

        using var document = JsonDocument.Parse(inspected);
        Assert.Equal(
            image.Manifest.Descriptor.Digest.ToOciString(), document.RootElement.GetProperty("Digest").GetString());
        Assert.Equal("for skopeo", document.RootElement.GetProperty("Labels").GetProperty("label").GetString());
        Assert.Equal(
            image.Layer.Content,
            await File.ReadAllBytesAsync(
                $"{folder.Path}/copy/{image.Layer.Descriptor.Digest}", TestContext.Current.CancellationToken));
    }
}
