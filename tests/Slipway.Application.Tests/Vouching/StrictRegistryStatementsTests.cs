using System.Text;
using Slipway.Application.Vouching;
using Slipway.Model.Diagnostics;
using Slipway.Registry;
using Slipway.Registry.Tests.Support;

namespace Slipway.Application.Tests.Vouching;

/// <summary>A registry as version 1.1 of the specification has it.</summary>
public sealed class StrictRegistryStatementsTests : RegistryStatementsContract
{
    private readonly StrictRegistry _registry = new(new RegistryProfile { KeepsReferrers = true });

    protected override bool KeepsReferrers => true;

    [Theory]
    [InlineData(403)]
    [InlineData(409)]
    public async Task What_may_not_be_listed_is_no_answer(int refusal)
    {
        await using var registry = new StrictRegistry(new RegistryProfile { ReferrersRefusal = refusal });
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("denied");
        await image.PushAsync(Client, repository, "1");
        var statements = new RegistryStatements(Client, repository);

        await Assert.ThrowsAsync<SlipwayException>(
            () => statements.FindAsync(image.Manifest.Descriptor.Digest, Cancel));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task Who_does_not_know_the_question_has_nothing_beside_an_image(int refusal)
    {
        await using var registry = new StrictRegistry(new RegistryProfile { ReferrersRefusal = refusal });
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("unknown");
        await image.PushAsync(Client, repository, "1");
        var statements = new RegistryStatements(Client, repository);

        Assert.Empty(await statements.FindAsync(image.Manifest.Descriptor.Digest, Cancel));
    }

    [Fact]
    public async Task What_has_a_tag_of_its_own_is_found_where_nothing_may_be_listed()
    {
        await using var registry = new StrictRegistry(new RegistryProfile { ReferrersRefusal = 403 });
        var repository = Repositories.New(registry.Host);
        var image = TestImage.Create("tagged");
        await image.PushAsync(Client, repository, "1");
        var statements = new RegistryStatements(Client, repository);
        var subject = image.Manifest.Descriptor;

        await statements.PutAsync(
            subject, "one"u8.ToArray(), new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero), Cancel);

        Assert.Equal(
            ["one"],
            (await statements.FindAsync(subject.Digest, Cancel)).Select(one => Encoding.UTF8.GetString(one.Span)));
        Assert.Contains($"sha256-{subject.Digest}", await Client.ListTagsAsync(repository, Cancel));
    }

    protected override Task<string> StartAsync() => Task.FromResult(_registry.Host);

    protected override ValueTask StopAsync() => _registry.DisposeAsync();
}
