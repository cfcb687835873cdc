using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Slipway.Application.Trusting;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Secrets;
using Slipway.Model.Values;
using Slipway.Tests.Chains;
using Slipway.Trust.Codes;
using Slipway.Trust.Policies;

namespace Slipway.Application.Tests.Trusting;

/// <summary>What a namespace may lead to, beyond that its chain holds.</summary>
public sealed class LatestGuardTests : IDisposable
{
    private static readonly TaskId Child = TaskId.Parse("HAz8620TRyqM8D7V1yXEIw");
    private static readonly DateTimeOffset Pushed = DateTimeOffset.FromUnixTimeSeconds(1777881000);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-latest-");
    private readonly List<Diagnostic> _warnings = [];
    private readonly FakeTimeProvider _clock = new(Pushed.AddDays(3));
    private NewestPushes? _newest;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("some.image.latest", true)]
    [InlineData("some.latest.image", true)]
    [InlineData("some.image", true)]
    [InlineData("some.image.hash.ddc9e669194254cef019a29d3619a2c16592e5d52e1a81e98b01bd52319149a3", false)]
    public async Task Whatever_names_no_digest_may_not_lead_back(string name, bool isRefused)
    {
        var ns = IndexNamespace.Parse(name);
        await Newest().KeepAsync(ns, string.Empty, Level.Highest, Pushed.AddSeconds(1), Cancel);

        await ExpectAsync(Guard(GoldenChain.Intact()), ns, isRefused ? TrustCodes.LedBack : null, "verified before");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task What_leads_to_the_same_push_or_a_newer_one_is_admitted_and_remembered(int before)
    {
        var ns = IndexNamespace.Parse("some.image.latest");
        await Newest().KeepAsync(ns, string.Empty, Level.Highest, Pushed.AddSeconds(before), Cancel);

        await ExpectAsync(Guard(GoldenChain.Intact()), ns, null, string.Empty);
        Assert.Equal(Pushed, await Newest().FindAsync(ns, string.Empty, Level.Highest, Cancel));
    }

    [Fact]
    public async Task What_is_remembered_is_never_made_older()
    {
        var ns = IndexNamespace.Parse("some.image.latest");
        await Newest().KeepAsync(ns, string.Empty, Level.Highest, Pushed, Cancel);
        await Newest().KeepAsync(ns, string.Empty, Level.Highest, Pushed.AddDays(-1), Cancel);

        Assert.Equal(Pushed, await Newest().FindAsync(ns, string.Empty, Level.Highest, Cancel));
    }

    [Theory]
    [InlineData("some.image.latest", 2, true)]
    [InlineData("some.latest.image", 2, true)]
    [InlineData("some.image.pushdate.2026", 2, false)]
    [InlineData("some.image.latest", 4, false)]
    public async Task A_latest_may_not_stand_still_for_longer_than_the_policy_says(
        string name, int days, bool isRefused) => await ExpectAsync(
            Guard(GoldenChain.Intact(), $"max-statement-age: {days}d\n"),
            IndexNamespace.Parse(name),
            isRefused ? TrustCodes.LedBack : null,
            "longer ago");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_push_to_GitHub_the_Queue_says_when_its_decision_was_scheduled(bool isSaid)
    {
        var chain = GoldenChain.Chain("github-push");
        if (isSaid)
        {
            chain["tasks"]!["QmyeAPjXT8ep59UxYaff9A"]!["status"]!["runs"]![0]!["scheduled"] =
                "2026-05-04T08:00:00.000Z";
        }

        var ns = IndexNamespace.Parse("some.image.latest");

        await ExpectAsync(
            Guard(chain, "max-statement-age: 9d\n"), ns, isSaid ? null : TrustCodes.LedBack, "nobody says when");
        await Newest().KeepAsync(ns, string.Empty, Level.Highest, Pushed.AddDays(2), Cancel);
        await ExpectAsync(Guard(chain), ns, TrustCodes.LedBack, "verified before");
    }

    [Theory]
    [InlineData("some.child.latest", null)]
    [InlineData("some.latest.child", null)]
    [InlineData("some.base.latest", 2214)]
    [InlineData("some.child.latest.more", 2214)]
    [InlineData("some.Child.latest", 2214)]
    [InlineData("some.base", null)]
    public async Task A_latest_leads_only_to_what_belongs_there(string name, int? code)
    {
        var chain = GoldenChain.Intact();
        ChainForge.Redefine(chain, Child.Value, task => task["routes"] = new JsonArray(
            "index.some.child.latest", "index.some.latest.child", "index.other", "latest"));

        await ExpectAsync(
            Guard(chain),
            IndexNamespace.Parse(name),
            code is null ? null : TrustCodes.IndexedElsewhere,
            "whose place in the index is some.child.latest");
    }

    [Theory]
    [InlineData("index.some.hash.ddc9e669194254cef019a29d3619a2c16592e5d52e1a81e98b01bd52319149a3", true)]
    [InlineData("index.some.hash.dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd", false)]
    [InlineData("index.some.latest", false)]
    public async Task A_digest_leads_only_to_what_names_it_in_its_routes(string route, bool isAdmitted)
    {
        var chain = GoldenChain.Intact();
        ChainForge.Redefine(chain, Child.Value, task => task["routes"] = new JsonArray(route));

        await ExpectAsync(
            Guard(chain),
            IndexNamespace.Parse("some.hash.ddc9e669194254cef019a29d3619a2c16592e5d52e1a81e98b01bd52319149a3"),
            isAdmitted ? null : TrustCodes.IndexedElsewhere,
            "do not name that digest");
    }

    [Fact]
    public async Task An_entry_that_no_task_made_may_not_lead_back_either()
    {
        var guard = Guard(GoldenChain.Intact());
        var entry = Entry(Pushed);
        await guard.AdmitAsync(entry, "store", Cancel);
        await guard.KeepAsync(entry, "store", Cancel);
        await guard.AdmitAsync(entry, "store", Cancel);

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => guard.AdmitAsync(Entry(Pushed.AddSeconds(-1)), "store", Cancel));

        Assert.Equal(TrustCodes.LedBack, refused.Diagnostics[0].Code);
        await guard.AdmitAsync(Entry(Pushed.AddSeconds(-1)), "registry.example.org/ci", Cancel);
        await guard.AdmitAsync(Entry(Pushed.AddSeconds(1)), "store", Cancel);
    }

    [Fact]
    public async Task An_entry_that_no_task_made_may_not_stand_still_either()
    {
        var guard = Guard(GoldenChain.Intact(), "max-statement-age: 2d\n");

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => guard.AdmitAsync(Entry(Pushed), "store", Cancel));

        Assert.Contains("longer ago", refused.Diagnostics[0].Message, StringComparison.Ordinal);
        await guard.AdmitAsync(Entry(Pushed.AddDays(2)), "store", Cancel);
    }

    [Theory]
    [InlineData("3: warn", true)]
    [InlineData("3: off", false)]
    public async Task An_older_entry_is_only_said_where_nothing_is_required(string trust, bool isSaid)
    {
        var guard = Guard(GoldenChain.Intact(), trust: trust);
        await Newest().KeepAsync(Entry(Pushed).Namespace, "store", Level.Highest, Pushed, Cancel);

        await guard.AdmitAsync(Entry(Pushed.AddSeconds(-1)), "store", Cancel);

        Assert.Equal(isSaid ? 1 : 0, _warnings.Count);
    }

    private static IndexEntry Entry(DateTimeOffset pushed) => new(
        IndexNamespace.Parse("some.image.latest"),
        BuildId.New(),
        pushed.ToUnixTimeSeconds(),
        pushed.AddYears(1),
        System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);

    [Fact]
    public async Task With_warn_it_is_said_and_nothing_is_refused()
    {
        var ns = IndexNamespace.Parse("some.image.latest");
        await Newest().KeepAsync(ns, string.Empty, Level.Highest, Pushed.AddSeconds(1), Cancel);

        await Guard(GoldenChain.Intact(), trust: "3: warn").AdmitAsync(ns, Child, Cancel);

        Assert.Equal(TrustCodes.LedBack, Assert.Single(_warnings).Code);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task ExpectAsync(LatestGuard guard, IndexNamespace ns, DiagnosticCode? code, string says)
    {
        if (code is null)
        {
            await guard.AdmitAsync(ns, Child, Cancel);
            return;
        }

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => guard.AdmitAsync(ns, Child, Cancel));
        Assert.Equal(code, refused.Diagnostics[0].Code);
        Assert.Contains(says, refused.Diagnostics[0].Message, StringComparison.Ordinal);
        // What cannot help is not advised: it takes what is older than before, and stretches no bound of the policy.
        Assert.Equal(
            says == "verified before",
            refused.Diagnostics[0].Remedy.Contains("--allow-older", StringComparison.Ordinal));
    }

    private NewestPushes Newest() => _newest ??= new NewestPushes(_folder.FullName, new Secret());

    private LatestGuard Guard(JsonNode chain, string more = "", string trust = "3: require")
    {
        var golden = new GoldenServices(chain);
        string file = Path.Join(_folder.FullName, "policy.yml");
        File.WriteAllText(file, more + PolicyWriter.Write(
            golden.Policy, "a test", new DateOnly(2026, 11, 29), "it is golden")
            .Replace("  1: off\n  2: warn\n  3: warn\n", $"  {trust}\n", StringComparison.Ordinal));
        var policies = new PolicyFinder(file, () => null, _warnings.Add);
        var guard = new TrustGuard(
            () => new ChainServices(golden, golden, golden, NoSources.Instance),
            policies,
            Level.Highest,
            _clock,
            new Told(_warnings),
            memory: null);
        return new LatestGuard(
            guard,
            new NamespaceRules(() => golden, Level.Highest, Newest(), _clock, allowsOlder: false),
            policies,
            Level.Highest,
            new Told(_warnings));
    }

    private sealed class Secret : IStoreSecret
    {
        public string IdFor(string purpose, string text) =>
            Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes($"{purpose}\0{text}")).ToString();
    }
}
