using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Slipway.Application.Backends;
using Slipway.Application.Trusting;
using Slipway.Model.Secrets;
using Slipway.Model.Values;
using Slipway.Trust.Policies;

namespace Slipway.Application.Tests.Trusting;

public sealed class VerdictMemoryTests : IDisposable
{
    private static readonly TaskId Built = TaskId.Parse("HAz8620TRyqM8D7V1yXEIw");
    private static readonly Sha256Digest Archive = Sha256Digest.Of("archive"u8);
    private static readonly ImageHash Image = ImageHash.From(Sha256Digest.Of("image"u8));
    private static readonly Level Three = Level.TryParse("3", out var level) ? level : default;
    private static readonly PolicyInForce Policy = new(
        new ChainPolicy(), Sha256Digest.Of("policy"u8), "policy.yml", default);

    private static readonly ImmutableArray<AskedTree> Trees =
    [
        new("https://example.org/one", new string('1', 40)), new("https://example.org/two", new string('2', 40)),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-verdicts-");
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_verified_is_remembered_for_a_day()
    {
        await KeepAsync();

        Assert.Equal(
            new Admission(IsVerified: true, Archive, Image) { Pushed = _clock.GetUtcNow() }, await FindAsync());
        _clock.Advance(TimeSpan.FromHours(24));
        Assert.NotNull(await FindAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Nothing_is_remembered_that_was_not_verified()
    {
        await Memory().KeepAsync(Built, Archive, Image, Cancel);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Another_policy_or_level_asks_again()
    {
        await KeepAsync();
        var other = Policy with { Digest = Sha256Digest.Of("other"u8) };

        Assert.Null(await FindAsync(policy: other));
        Assert.Null(await FindAsync(level: Level.Lowest));
    }

    [Fact]
    public async Task A_verdict_is_not_remembered_for_longer_than_its_documents_are_kept()
    {
        await KeepAsync(_clock.GetUtcNow() + TimeSpan.FromHours(2));

        Assert.NotNull(await FindAsync());
        _clock.Advance(TimeSpan.FromHours(3));
        Assert.Null(await FindAsync());
    }

    [Theory]
    [InlineData("archive")]
    [InlineData("image")]
    [InlineData("until")]
    [InlineData("mac")]
    [InlineData("pushed")]
    [InlineData("at-hand")]
    public async Task A_forged_verdict_is_not_believed(string part)
    {
        await KeepAsync();
        string file = Assert.Single(Directory.GetFiles(_folder.FullName));
        var content = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancel))!;
        string value = (string)content[part]!;
        content[part] = value[..^1] + (value[^1] == '1' ? '2' : '1');
        await File.WriteAllTextAsync(file, content.ToJsonString(), Cancel);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task The_verdict_of_another_task_or_store_is_not_believed()
    {
        await KeepAsync();
        string file = Assert.Single(Directory.GetFiles(_folder.FullName));
        File.Copy(file, file.Replace(Built.Value, "ZHHmWhJOQYG3w71wxvE3MA", StringComparison.Ordinal));

        Assert.Null(await FindAsync(task: TaskId.Parse("ZHHmWhJOQYG3w71wxvE3MA")));
        Assert.Null(await FindAsync(memory: Memory("another")));
    }

    [Fact]
    public async Task What_was_verified_with_other_trees_at_hand_is_asked_again()
    {
        await KeepAsync();
        ImmutableArray<AskedTree> asked = [];

        var found = await Memory().FindAsync(
            Built,
            Three,
            Policy,
            (trees, _) =>
            {
                asked = trees;
                return Task.FromResult("another");
            },
            Cancel);

        Assert.Null(found);
        Assert.Equal(Trees, asked);
        Assert.NotNull(await FindAsync());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private VerdictMemory Memory(string secret = "secret") => new(_folder.FullName, new Secret(secret), _clock);

    private async Task KeepAsync(DateTimeOffset? expires = null)
    {
        var memory = Memory();
        memory.Expect(Built, Three, Policy, Trees, "at hand", _clock.GetUtcNow(), expires);
        await memory.KeepAsync(Built, Archive, Image, Cancel);
    }

    private Task<Admission?> FindAsync(
        TaskId? task = null, Level? level = null, PolicyInForce? policy = null, VerdictMemory? memory = null) =>
        (memory ?? Memory()).FindAsync(
            task ?? Built, level ?? Three, policy ?? Policy, (_, _) => Task.FromResult("at hand"), Cancel);

    private sealed class Secret(string key) : IStoreSecret
    {
        public string IdFor(string purpose, string text) =>
            Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes($"{key}\0{purpose}\0{text}")).ToString();
    }
}
