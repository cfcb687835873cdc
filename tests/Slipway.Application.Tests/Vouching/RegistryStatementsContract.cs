using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Vouching;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Tests.Support;
using Slipway.Trust.Statements;

namespace Slipway.Application.Tests.Vouching;

/// <summary>What is true of statements beside images in every registry.</summary>
public abstract class RegistryStatementsContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Made = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly RegistryClient _client = Clients.Create();
    private string _host = string.Empty;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Whether the registry lists referrers itself.</summary>
    protected abstract bool KeepsReferrers { get; }

    private protected RegistryClient Client => _client;

    public async ValueTask InitializeAsync() => _host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_put_is_found_by_the_image()
    {
        var (statements, subject, _) = await ImageAsync();
        await statements.PutAsync(subject, "one"u8.ToArray(), Made, Cancel);
        await statements.PutAsync(subject, "one"u8.ToArray(), Made, Cancel);
        await statements.PutAsync(subject, "two"u8.ToArray(), Made, Cancel);

        Assert.Equal(["one", "two"], await FindAsync(statements, subject.Digest));
        Assert.Empty(await FindAsync(statements, Sha256Digest.Of("other"u8)));
    }

    [Fact]
    public async Task Other_programs_find_it_as_a_referrer_of_the_image()
    {
        var (statements, subject, repository) = await ImageAsync();
        await statements.PutAsync(subject, "one"u8.ToArray(), Made, Cancel);

        var referrer = Assert.Single(await Client.ListReferrersAsync(repository, subject.Digest, Cancel));
        var manifest = await Client.FindManifestAsync(
            new ImageReference(repository, null, new RepoDigest(referrer.Descriptor.Digest)), Cancel);
        var read = JsonNode.Parse(manifest!.Content.Span)!;

        Assert.Equal(SigstoreBundle.MediaType, referrer.ArtifactType);
        Assert.Equal(SigstoreBundle.MediaType, (string)read["artifactType"]!);
        Assert.Equal("application/vnd.oci.empty.v1+json", (string)read["config"]!["mediaType"]!);
        Assert.Equal(subject.Digest.ToOciString(), (string)read["subject"]!["digest"]!);
        Assert.Equal(subject.MediaType, (string)read["subject"]!["mediaType"]!);
        Assert.Equal(subject.Size, (long)read["subject"]!["size"]!);
        Assert.Equal(SigstoreBundle.MediaType, (string)Assert.Single(read["layers"]!.AsArray())!["mediaType"]!);
        Assert.Equal("dsse-envelope", (string)read["annotations"]!["dev.sigstore.bundle.content"]!);
        Assert.Equal(
            "https://slsa.dev/provenance/v1", (string)read["annotations"]!["dev.sigstore.bundle.predicateType"]!);
        Assert.Equal("2026-11-29T12:00:00Z", (string)read["annotations"]!["org.opencontainers.image.created"]!);
        Assert.Equal(
            !KeepsReferrers,
            (await Client.ListTagsAsync(repository, Cancel)).Contains($"sha256-{subject.Digest}"));
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing()
    {
        var (_, subject, repository) = await ImageAsync();
        string[] texts = [.. Enumerable.Range(10, 8).Select(number => $"{number}")];

        await Task.WhenAll(texts.Select(text => Task.Run(
            () => new RegistryStatements(Client, repository)
                .PutAsync(subject, Encoding.UTF8.GetBytes(text), Made, Cancel),
            Cancel)));

        Assert.Equal(texts, await FindAsync(new RegistryStatements(Client, repository), subject.Digest));
        Assert.Equal(texts.Length, (await Client.ListReferrersAsync(repository, subject.Digest, Cancel)).Count);
    }

    [Fact]
    public async Task What_another_program_put_is_found_without_a_tag_of_its_own()
    {
        var (statements, subject, repository) = await ImageAsync();
        var manifest = await OthersAsync(repository, subject, "theirs");
        await Client.PutReferrerAsync(repository, "theirs", manifest, Cancel);

        await statements.PutAsync(subject, "ours"u8.ToArray(), Made, Cancel);

        Assert.Equal(["ours", "theirs"], await FindAsync(statements, subject.Digest));
        Assert.Equal(2, (await Client.ListReferrersAsync(repository, subject.Digest, Cancel)).Count);
    }

    [Fact]
    public async Task What_is_beside_an_image_and_is_no_statement_about_it_is_passed_over()
    {
        var (statements, subject, repository) = await ImageAsync();
        await statements.PutAsync(subject, "one"u8.ToArray(), Made, Cancel);
        string tag = (await Client.ListTagsAsync(repository, Cancel))
            .First(name => name.Contains(".slipway-", StringComparison.Ordinal));
        var other = subject with { Digest = Sha256Digest.Of("other"u8) };
        var image = TestImage.Create("beside");
        await image.PushAsync(Client, repository, $"{tag[..^1]}x");
        await Client.PutManifestAsync(
            repository, $"{tag[..^1]}y", await OthersAsync(repository, other, "about something else"), Cancel);

        Assert.Equal(["one"], await FindAsync(statements, subject.Digest));
    }

    [Fact]
    public async Task What_was_signed_of_a_parent_goes_beside_its_child()
    {
        var (statements, _, _) = await ImageAsync();
        var parent = Sha256Digest.Of("parent"u8);

        await statements.PutAsideAsync(parent, "of the parent"u8.ToArray(), Made, Cancel);

        Assert.Equal(["of the parent"], await FindAsync(statements, parent));
    }

    [Fact]
    public async Task What_is_large_is_read_last_and_not_without_end()
    {
        var told = new List<string>();
        var (_, subject, repository) = await ImageAsync();
        var statements = new RegistryStatements(Client, repository) { Tell = told.Add };
        const int Large = 5;
        foreach (int number in Enumerable.Range(0, Large))
        {
            byte[] content = new byte[SigstoreBundle.MaximumSize - number];
            await statements.PutAsideAsync(subject.Digest, content, Made, Cancel);
        }

        await statements.PutAsync(subject, "small"u8.ToArray(), Made, Cancel);

        var found = await statements.FindAsync(subject.Digest, Cancel);

        Assert.Contains(found, statement => statement.Span.SequenceEqual("small"u8));
        Assert.True(found.Sum(statement => (long)statement.Length) <= StatementBudget.Most);
        Assert.Contains("were not read", Assert.Single(told), StringComparison.Ordinal);
    }

    protected abstract Task<string> StartAsync();

    protected abstract ValueTask StopAsync();

    private protected async Task<(RegistryStatements Statements, OciDescriptor Subject, RepositoryName Repository)>
        ImageAsync()
    {
        var repository = Repositories.New(_host);
        // Repositories of a stand-in share what they have.
        var image = TestImage.Create($"{Guid.NewGuid():n}");
        await image.PushAsync(Client, repository, "1");
        return (new RegistryStatements(Client, repository), image.Manifest.Descriptor, repository);
    }

    private protected static async Task<string[]> FindAsync(RegistryStatements statements, Sha256Digest subject) =>
    [
        .. (await statements.FindAsync(subject, Cancel))
            .Select(statement => Encoding.UTF8.GetString(statement.Span))
            .Order(StringComparer.Ordinal),
    ];

    private protected async Task<RegistryManifest> OthersAsync(
        RepositoryName repository, OciDescriptor subject, string text)
    {
        var empty = Blob.Of("{}"u8.ToArray(), "application/vnd.oci.empty.v1+json");
        var bundle = Blob.Of(Encoding.UTF8.GetBytes(text), SigstoreBundle.MediaType);
        await Client.UploadAsync(repository, empty);
        await Client.UploadAsync(repository, bundle);
        return ImageManifestWriter.Write(
            empty.Descriptor,
            [bundle.Descriptor],
            artifactType: SigstoreBundle.MediaType,
            subject: subject);
    }
}
