using System.Text;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests.Distribution;

public sealed class ManifestTests(PlainRegistry registry)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_manifest_is_read_as_it_was_stored_by_tag_and_by_digest()
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("one");
        await image.PushAsync(client, repository, "1.0");

        var byTag = await client.FindManifestAsync(new ImageReference(repository, "1.0", null), Token);
        var byDigest = await client.FindManifestAsync(
            new ImageReference(repository, null, image.Manifest.RepoDigest), Token);

        Assert.Equal(image.Manifest.Descriptor, byTag!.Descriptor);
        Assert.Equal(image.Manifest.Content.ToArray(), byTag.Content.ToArray());
        Assert.Equal(image.Manifest.Descriptor, byDigest!.Descriptor);
        Assert.True(await client.ConfirmsAsync(
            new ImageReference(repository, "1.0", null), image.Manifest.RepoDigest, Token));
    }

    [Fact]
    public async Task A_manifest_without_a_tag_is_stored_under_its_digest()
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("untagged");
        await image.PushAsync(client, repository, null);

        Assert.NotNull(
            await client.FindManifestAsync(new ImageReference(repository, null, image.Manifest.RepoDigest), Token));
        Assert.Empty(await client.ListTagsAsync(repository, Token));
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);

        Assert.False(
            await client.ConfirmsAsync(new ImageReference(repository, "1.0", null), RepoDigest.Of("x"u8), Token));
        Assert.Null(await client.FindManifestAsync(new ImageReference(repository, "1.0", null), Token));
    }

    [Fact]
    public async Task A_manifest_whose_layers_are_missing_is_refused_in_the_registrys_words()
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);

        var diagnostic = await Clients.FailsAsync(
            () => client.PutManifestAsync(repository, "1.0", TestImage.Create("x").Manifest, Token),
            RegistryCodes.RequestRefused);

        Assert.Contains("MANIFEST_BLOB_UNKNOWN", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_registry_that_does_not_know_for_a_moment_which_blobs_it_has_is_asked_again(int times)
    {
        // docker-registry, while another client sends it a blob of the manifest once more.
        const string refusal = """
            {"errors":[{"code":"DIGEST_INVALID"},{"code":"MANIFEST_BLOB_UNKNOWN","message":"blob unknown to registry"}]}
            """;
        int refused = 0;
        await using var server = new FaultServer(exchange =>
            exchange.Request.HttpMethod == "PUT" && exchange.Path.Contains("/manifests/") && refused++ < times
                ? exchange.AnswerAsync(400, refusal)
                : exchange.PassAsync(registry.Host));
        using var client = Clients.Create();
        var repository = Repositories.New(server.Host);

        await TestImage.Create("x").PushAsync(client, repository, "1.0");

        Assert.Equal(times + 1, refused);
        Assert.NotNull(await client.FindManifestAsync(new ImageReference(repository, "1.0", null), Token));
    }

    [Fact]
    public async Task An_index_is_stored_and_read()
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("indexed");
        await image.PushAsync(client, repository, null);
        byte[] content = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"mediaType":"{{OciMediaTypes.Index}}","manifests":[{"mediaType":"{{OciMediaTypes.Manifest}}",
             "digest":"{{image.Manifest.Descriptor.Digest.ToOciString()}}","size":{{image.Manifest.Content.Length}},
             "platform":{"os":"linux","architecture":"amd64"} }]}
            """);
        var index = new RegistryManifest(Blob.Of(content, OciMediaTypes.Index).Descriptor, content);

        await client.PutManifestAsync(repository, "all", index, Token);

        Assert.Equal(
            index.Descriptor,
            (await client.FindManifestAsync(new ImageReference(repository, "all", null), Token))!.Descriptor);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Other_content_than_the_digest_says_is_refused(bool isDigestAsked)
    {
        var image = TestImage.Create("real");
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(
                200,
                "{}",
                ("Content-Type", OciMediaTypes.Manifest),
                (
                    "Docker-Content-Digest",
                    isDigestAsked
                        ? Sha256Digest.Of("{}"u8).ToOciString()
                        : image.Manifest.Descriptor.Digest.ToOciString())));
        using var client = Clients.Create();
        var repository = Repositories.New(server.Host);
        var reference = isDigestAsked
            ? new ImageReference(repository, null, image.Manifest.RepoDigest)
            : new ImageReference(repository, "1.0", null);

        await Clients.FailsAsync(() => client.FindManifestAsync(reference, Token), RegistryCodes.DigestMismatch);
    }

    [Fact]
    public async Task A_registry_that_stores_something_else_is_found_out()
    {
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(
            201, string.Empty, ("Docker-Content-Digest", Sha256Digest.Of("other"u8).ToOciString())));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.PutManifestAsync(Repositories.New(server.Host), "1", TestImage.Create("x").Manifest, Token),
            RegistryCodes.DigestMismatch);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_manifest_of_more_than_4_MiB_is_refused(bool isLengthSaid)
    {
        await using var server = new FaultServer(async exchange =>
        {
            exchange.Response.SendChunked = !isLengthSaid;
            byte[] body = new byte[(4 * 1024 * 1024) + 1];
            if (isLengthSaid)
            {
                exchange.Response.ContentLength64 = body.Length;
            }

            await exchange.Response.OutputStream.WriteAsync(body);
        });
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.FindManifestAsync(new ImageReference(Repositories.New(server.Host), "1", null), Token),
            RegistryCodes.TooLarge);
    }

    [Theory]
    [InlineData("text/html", "<html>")]
    [InlineData(OciMediaTypes.Manifest, """{"mediaType":"application/vnd.oci.image.index.v1+json"}""")]
    [InlineData("application/vnd.docker.distribution.manifest.v1+prettyjws", "{}")]
    [InlineData(OciMediaTypes.Manifest, "[")]
    public async Task What_is_no_manifest_is_refused(string type, string body)
    {
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(200, body, ("Content-Type", type)));
        using var client = Clients.Create();

        await Clients.FailsAsync(
            () => client.FindManifestAsync(new ImageReference(Repositories.New(server.Host), "1", null), Token),
            RegistryCodes.DocumentInvalid);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"schemaVersion":2}""")]
    [InlineData("""{"schemaVersion":1,"config":{},"layers":[]}""")]
    [InlineData("""{"schemaVersion":2,"config":{},"layers":[]}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":{}}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":[{"mediaType":"a","digest":"sha256:1","size":1}]}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":[],"manifests":[]}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"config":CONFIG,"layers":[]}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":[NEGATIVE]}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":[HUGE]}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":MANY}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":DEEP}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":[],"\ud800":1}""")]
    [InlineData("""{"schemaVersion":2,"config":CONFIG,"layers":[],"mediaType":"\ud800"}""")]
    public async Task What_is_a_manifest_by_its_name_only_is_refused(string body)
    {
        const string Config =
            """{"mediaType":"a","digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000","size":1}""";
        body = body
            .Replace("CONFIG", Config, StringComparison.Ordinal)
            .Replace("NEGATIVE", Config.Replace(":1}", ":-1}", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("HUGE", Config[..^2] + "9000000000000000000}", StringComparison.Ordinal)
            .Replace("MANY", $"[{string.Join(',', Enumerable.Repeat(Config, 1001))}]", StringComparison.Ordinal)
            .Replace("DEEP", new string('[', 100_000) + new string(']', 100_000), StringComparison.Ordinal);
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(200, body, ("Content-Type", OciMediaTypes.Manifest)));
        using var client = Clients.Create();

        var problem = await Clients.FailsAsync(
            () => client.FindManifestAsync(new ImageReference(Repositories.New(server.Host), "1", null), Token),
            RegistryCodes.DocumentInvalid);

        Assert.True(problem.Message.Length < 400);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 200)]
    [InlineData(true, 404)]
    [InlineData(true, 405)]
    [InlineData(true, 403)]
    public async Task Only_the_very_digest_is_a_confirmation(bool isSame, int status)
    {
        var known = RepoDigest.Of("known"u8);
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(
            status, "", ("Docker-Content-Digest", (isSame ? known : RepoDigest.Of("x"u8)).ToOciString())));
        using var client = Clients.Create();

        Assert.Equal(
            isSame && status == 200,
            await client.ConfirmsAsync(new ImageReference(Repositories.New(server.Host), "1", null), known, Token));
    }
}
