using System.Text.Json.Nodes;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Application.Tests.Vouching;

/// <summary>Debian's docker-registry 2.8, which lists no referrers.</summary>
public sealed class DockerRegistryStatementsTests : RegistryStatementsContract
{
    private static readonly DateTimeOffset Made = DateTimeOffset.UnixEpoch;

    private TestRegistry? _registry;

    protected override bool KeepsReferrers => false;

    [Fact]
    public async Task What_got_lost_from_the_index_is_found_and_listed_again_by_the_next_writer()
    {
        var (statements, subject, repository) = await ImageAsync();
        await statements.PutAsync(subject, "one"u8.ToArray(), Made, Cancel);
        await statements.PutAsync(subject, "two"u8.ToArray(), Made, Cancel);
        // As another writer leaves it that read the index before.
        byte[] nothing = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{OciMediaTypes.Index}}","manifests":[]}""");
        await Client.PutManifestAsync(
            repository,
            $"sha256-{subject.Digest}",
            new RegistryManifest(Blob.Of(nothing, OciMediaTypes.Index).Descriptor, nothing),
            Cancel);
        Assert.Equal(["one", "two"], await FindAsync(statements, subject.Digest));

        await statements.PutAsync(subject, "three"u8.ToArray(), Made, Cancel);

        Assert.Equal(3, (await Client.ListReferrersAsync(repository, subject.Digest, Cancel)).Count);
    }

    [Fact]
    public async Task What_others_say_in_the_index_stays()
    {
        var (statements, subject, repository) = await ImageAsync();
        var theirs = await OthersAsync(repository, subject, "theirs");
        await Client.PutManifestAsync(repository, null, theirs, Cancel);
        byte[] index = System.Text.Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"mediaType":"{{OciMediaTypes.Index}}","manifests":[{"mediaType":"{{OciMediaTypes.Manifest}}",
             "digest":"{{theirs.Descriptor.Digest.ToOciString()}}","size":{{theirs.Content.Length}},
             "artifactType":"text/plain","annotations":{"who":"somebody"} }]}
            """);
        await Client.PutManifestAsync(
            repository,
            $"sha256-{subject.Digest}",
            new RegistryManifest(Blob.Of(index, OciMediaTypes.Index).Descriptor, index),
            Cancel);

        await statements.PutAsync(subject, "ours"u8.ToArray(), Made, Cancel);

        var now = await Client.FindManifestAsync(
            new ImageReference(repository, $"sha256-{subject.Digest}", null), Cancel);
        var listed = JsonNode.Parse(now!.Content.Span)!["manifests"]!.AsArray();
        Assert.Equal(2, listed.Count);
        Assert.Contains(listed, one => (string?)one!["annotations"]?["who"] == "somebody");
        Assert.Contains(listed, one => (string?)one!["annotations"]?["dev.sigstore.bundle.content"] is not null);
    }

    protected override async Task<string> StartAsync()
    {
        _registry = await TestRegistry.StartAsync();
        return _registry.Host;
    }

    protected override ValueTask StopAsync() => _registry?.DisposeAsync() ?? ValueTask.CompletedTask;
}
