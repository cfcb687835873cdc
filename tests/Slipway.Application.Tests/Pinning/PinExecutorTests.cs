using System.Collections.Immutable;
using Slipway.Application.Pinning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Registry.Tests.Support;
using Slipway.Review.Pinning;

namespace Slipway.Application.Tests.Pinning;

/// <summary>Registries that say one digest in a header and have another content, or none.</summary>
public sealed class PinExecutorTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TestImage Image = TestImage.Create("pinned");
    private static readonly RepoDigest Claimed = RepoDigest.Of("claimed"u8);

    [Fact]
    public async Task A_claim_of_a_header_is_never_written()
    {
        await using var server = new FaultServer(exchange => exchange.AnswerAsync(
            200,
            exchange.Request.HttpMethod == "HEAD" ? [] : Image.Manifest.Content.ToArray(),
            ("Content-Type", OciMediaTypes.Manifest),
            ("Docker-Content-Digest", Claimed.ToOciString())));
        using var client = Clients.Create();

        var failure = await Assert.ThrowsAsync<SlipwayException>(
            () => new PinExecutor(client).PlanAsync(Sites(server.Host, (RepoDigest?)null), PinScope.All, Token));

        Assert.Equal(RegistryCodes.DigestMismatch, failure.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_is_written_is_the_hash_of_what_was_read(bool isPinned, bool isMixed)
    {
        await using var server = Lying();
        using var client = Clients.Create();
        var sites = isMixed
            ? Sites(server.Host, Claimed, null)
            : Sites(server.Host, isPinned ? RepoDigest.Of("old"u8) : null);

        var plan = await new PinExecutor(client).PlanAsync(sites, PinScope.All, Token);

        Assert.All(plan.Entries, entry => Assert.Equal(new RepoDigest(Image.Manifest.Descriptor.Digest), entry.Target));
        Assert.Equal(1, server.Count("GET", "/manifests/"));
    }

    [Fact]
    public async Task Where_every_pin_is_confirmed_nothing_is_read_and_nothing_written()
    {
        await using var server = Lying();
        using var client = Clients.Create();

        var plan = await new PinExecutor(client).PlanAsync(Sites(server.Host, Claimed, Claimed), PinScope.All, Token);

        Assert.All(plan.Entries, entry => Assert.Equal(PinState.Current, entry.State));
        Assert.Empty(plan.Contents());
        Assert.Equal(0, server.Count("GET", "/manifests/"));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    public async Task What_is_no_manifest_is_not_pinned(string body)
    {
        await using var server = new FaultServer(exchange =>
            exchange.AnswerAsync(200, body, ("Content-Type", OciMediaTypes.Manifest)));
        using var client = Clients.Create();

        var failure = await Assert.ThrowsAsync<SlipwayException>(
            () => new PinExecutor(client).PlanAsync(Sites(server.Host, (RepoDigest?)null), PinScope.All, Token));

        Assert.Equal(RegistryCodes.DocumentInvalid, failure.Diagnostics[0].Code);
    }

    // Claims one digest when it is asked for headers, and sends another manifest, rightly labelled.
    private static FaultServer Lying() => new(exchange => exchange.Request.HttpMethod == "HEAD"
        ? exchange.AnswerAsync(
            200, [], ("Content-Type", OciMediaTypes.Manifest), ("Docker-Content-Digest", Claimed.ToOciString()))
        : exchange.AnswerAsync(200, Image.Manifest.Content.ToArray(), ("Content-Type", OciMediaTypes.Manifest)));

    private static PinSites Sites(string host, params RepoDigest?[] pins)
    {
        var file = RelativePath.Parse("Dockerfile");
        var sites = pins.Select((pin, index) =>
        {
            var reference = new ImageReference(RepositoryName.Parse($"{host}/base"), "1", pin);
            return new PinSite(
                file, index, 1, new SourceLocation("Dockerfile", index + 1), reference.ToString(), reference, []);
        });
        return new PinSites(
            [.. sites],
            ImmutableSortedDictionary<RelativePath, ReadOnlyMemory<byte>>.Empty.Add(file, new byte[pins.Length]),
            []);
    }
}
