using System.Text;
using Slipway.Model.Registries;
using Slipway.Registry.Settings;
using Slipway.Registry.Tests.Support;

namespace Slipway.Registry.Tests.Distribution;

/// <summary>Pushes to registries that do not take everything that the specification has.</summary>
public sealed class UploadWayTests
{
    private const int Chunk = 64 * 1024;
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    public static TheoryData<string> Profiles => [.. RegistryProfile.All.Keys];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task An_image_is_pushed_to_a_registry_of_every_kind(string profile)
    {
        await using var registry = new StrictRegistry(RegistryProfile.All[profile]);
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("any");
        var reference = new ImageReference(repository, "1.0", null);

        await image.PushAsync(client, repository, "1.0");

        Assert.Equal(
            image.Manifest.Descriptor, (await client.FindManifestAsync(reference, Token))!.Descriptor);
        Assert.Equal(image.Layer.Content, await client.DownloadAsync(repository, image.Layer));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_blob_of_any_size_is_taken_by_a_registry_of_every_kind(string profile)
    {
        await using var registry = new StrictRegistry(RegistryProfile.All[profile]);
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);

        foreach (int size in new[] { 0, 1, Chunk, Chunk + 1, (5 * Chunk) + 7 })
        {
            var blob = Blob.Random(size);

            await client.UploadAsync(repository, blob);

            Assert.Equal(blob.Content, registry.Blob(blob.Descriptor.Digest));
            Assert.Equal(
                RegistryProfile.All[profile].HeadRefusal != 404,
                await client.HasBlobAsync(repository, blob.Descriptor.Digest, Token));
        }
    }

    [Theory]
    [InlineData(405)]
    [InlineData(403)]
    public async Task A_blob_that_a_registry_without_HEAD_lacks_is_not_there(int status)
    {
        await using var registry = new StrictRegistry(new RegistryProfile { HeadRefusal = status });
        using var client = Clients.Create();

        Assert.False(await client.HasBlobAsync(
            Repositories.New(registry.Host), Blob.Random(1).Descriptor.Digest, Token));
    }

    [Fact]
    public async Task A_blob_is_sent_in_one_request_with_its_digest()
    {
        await using var registry = new StrictRegistry(new RegistryProfile());
        using var client = Clients.Create();

        await client.UploadAsync(Repositories.New(registry.Host), Blob.Random((3 * Chunk) + 7));

        Assert.Equal(["POST", "PUT"], registry.Server.Requests.Select(seen => seen.Method));
    }

    [Fact]
    public async Task What_a_registry_refused_once_is_not_tried_with_every_blob()
    {
        await using var registry = new StrictRegistry(RegistryProfile.All["behind a proxy with a limit"]);
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        await client.UploadAsync(repository, Blob.Random(3 * Chunk));
        int before = registry.Server.Count("PUT", string.Empty);

        await client.UploadAsync(repository, Blob.Random(4 * Chunk));

        Assert.Equal(before + 1, registry.Server.Count("PUT", string.Empty));
    }

    [Fact]
    public async Task A_registry_that_takes_nothing_in_any_way_is_quoted_on_the_first()
    {
        await using var registry = new StrictRegistry(new RegistryProfile { WholeRefusal = 415, PatchRefusal = 405 });
        using var client = Clients.Create();

        var problem = await Clients.FailsAsync(
            () => client.UploadAsync(Repositories.New(registry.Host), Blob.Random(3 * Chunk)),
            RegistryCodes.RequestRefused);

        Assert.Contains("415", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("like ECR")]
    [InlineData("like Google")]
    [InlineData("POST and PUT alone")]
    [InlineData("as the specification says")]
    public async Task A_connection_that_breaks_costs_an_attempt_and_not_the_push(string profile)
    {
        int bodies = 0;
        await using var registry = new StrictRegistry(RegistryProfile.All[profile])
        {
            Before = async exchange =>
            {
                if (exchange.Request.ContentLength64 <= 0 || Interlocked.Increment(ref bodies) > 2)
                {
                    return false;
                }

                await exchange.Request.InputStream.ReadExactlyAsync(new byte[1000], Token);
                exchange.Cut();
                return true;
            },
        };
        using var client = Clients.Create();
        var blob = Blob.Random(5 * Chunk);

        await client.UploadAsync(Repositories.New(registry.Host), blob);

        Assert.Equal(blob.Content, registry.Blob(blob.Descriptor.Digest));
    }

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("text/plain", "")]
    [InlineData("application/json", $"\"mediaType\":\"{OciMediaTypes.Index}\",")]
    [InlineData("application/json", $"\"mediaType\":\"{OciMediaTypes.DockerManifestList}\",")]
    public async Task An_index_that_is_served_as_something_general_is_read(string type, string inside)
    {
        byte[] content = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,{{inside}}"manifests":[]}""");
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(200, content, ("Content-Type", type)));
        using var client = Clients.Create();

        var found = await client.FindManifestAsync(
            new ImageReference(Repositories.New(server.Host), "1", null), Token);

        Assert.True(OciMediaTypes.IsIndex(found!.Descriptor.MediaType));
    }
}
