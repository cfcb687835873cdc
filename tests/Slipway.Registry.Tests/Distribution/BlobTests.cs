using Slipway.Model.Registries;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests.Distribution;

public sealed class BlobTests(PlainRegistry registry)
{
    private const int Chunk = 64 * 1024;
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((3 * Chunk) + 7)]
    public async Task A_blob_of_any_size_comes_back_as_it_was_sent(int size)
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        var blob = Blob.Random(size);
        var progress = new Steps();

        await client.UploadAsync(repository, blob, progress);

        Assert.True(await client.HasBlobAsync(repository, blob.Descriptor.Digest, Token));
        Assert.Equal(blob.Content, await client.DownloadAsync(repository, blob));
        Assert.Equal(size, progress.Last);
    }

    [Fact]
    public async Task A_blob_is_sent_in_chunks_where_it_is_too_large_for_one_request()
    {
        await using var server = new FaultServer(exchange =>
            exchange.Request.ContentLength64 > Chunk ? exchange.AnswerAsync(413) : exchange.PassAsync(registry.Host));
        using var client = Clients.Create();

        await client.UploadAsync(Repositories.New(server.Host), Blob.Random((3 * Chunk) + 7));

        Assert.Equal(4, server.Count("PATCH", "/blobs/uploads/"));
    }

    [Fact]
    public async Task Larger_chunks_are_sent_where_the_registry_asks_for_them()
    {
        await using var server = new FaultServer(exchange =>
            exchange.Request.ContentLength64 > 2 * Chunk
                ? exchange.AnswerAsync(413)
                : exchange.PassAsync(
                    registry.Host,
                    change: response => response.Headers["OCI-Chunk-Min-Length"] = $"{2 * Chunk}"));
        using var client = Clients.Create();

        await client.UploadAsync(Repositories.New(server.Host), Blob.Random((3 * Chunk) + 7));

        Assert.Equal(2, server.Count("PATCH", "/blobs/uploads/"));
    }

    [Fact]
    public async Task A_location_may_be_relative()
    {
        await using var server = new FaultServer(exchange => exchange.PassAsync(
            registry.Host,
            change: response => response.Headers["Location"] =
                response.Headers["Location"] is { } location ? new Uri(location).PathAndQuery : string.Empty));
        using var client = Clients.Create();
        var repository = Repositories.New(server.Host);
        var blob = Blob.Random(Chunk * 2);

        await client.UploadAsync(repository, blob);

        Assert.True(await client.HasBlobAsync(repository, blob.Descriptor.Digest, Token));
    }

    [Fact]
    public async Task A_blob_is_taken_over_from_another_repository_without_being_sent()
    {
        await using var server = new FaultServer(exchange => exchange.PassAsync(registry.Host));
        using var client = Clients.Create();
        var (from, to) = (Repositories.New(server.Host), Repositories.New(server.Host));
        var blob = Blob.Random(1000);
        await client.UploadAsync(from, blob);
        int sent = server.Count("PUT", string.Empty);

        Assert.True(await client.MountBlobAsync(to, blob.Descriptor.Digest, from, Token));

        Assert.Equal(sent, server.Count("PUT", string.Empty));
        Assert.Equal(blob.Content, await client.DownloadAsync(to, blob));
    }

    [Fact]
    public async Task A_blob_that_the_other_repository_lacks_is_not_taken_over_and_no_upload_is_left()
    {
        await using var server = new FaultServer(exchange => exchange.PassAsync(registry.Host));
        using var client = Clients.Create();
        var blob = Blob.Random(10);

        Assert.False(await client.MountBlobAsync(
            Repositories.New(server.Host), blob.Descriptor.Digest, Repositories.New(server.Host), Token));
        Assert.Equal(1, server.Count("DELETE", "/blobs/uploads/"));
    }

    [Fact]
    public async Task A_blob_of_another_registry_is_not_taken_over()
    {
        using var client = Clients.Create();

        Assert.False(
            await client.MountBlobAsync(
                Repositories.New(registry.Host),
                Blob.Random(1).Descriptor.Digest,
                RepositoryName.Parse("quay.io/a/b"),
                Token));
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_an_error_to_read()
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        var blob = Blob.Random(10);

        Assert.False(await client.HasBlobAsync(repository, blob.Descriptor.Digest, Token));
        await Clients.FailsAsync(
            () => client.ReadBlobAsync(repository, blob.Descriptor, Token), RegistryCodes.NotFound);
    }

    [Fact]
    public async Task Many_blobs_are_sent_at_once()
    {
        using var client = Clients.Create();
        var repository = Repositories.New(registry.Host);
        Blob[] blobs = [.. Enumerable.Range(0, 8).Select(_ => Blob.Random(Chunk + 1))];

        await Task.WhenAll(blobs.Select(blob => client.UploadAsync(repository, blob)));

        foreach (var blob in blobs)
        {
            Assert.True(await client.HasBlobAsync(repository, blob.Descriptor.Digest, Token));
        }
    }

    private sealed class Steps : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}
