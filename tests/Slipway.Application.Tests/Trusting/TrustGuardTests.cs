using System.Collections.Immutable;
using Slipway.Application.Backends;
using Slipway.Application.Feedback;
using Slipway.Application.Trusting;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Chains;
using Slipway.Trust.Codes;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;

namespace Slipway.Application.Tests.Trusting;

public sealed class TrustGuardTests : IDisposable
{
    private const string Branches = "branches: { /mozilla/golden: [main] }\n";

    private static readonly TaskId Child = TaskId.Parse("HAz8620TRyqM8D7V1yXEIw");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-guard-");
    private readonly List<Diagnostic> _warnings = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_holds_is_admitted_with_the_hash_that_its_bytes_must_have()
    {
        var admission = await Guard("intact", "3: require", Three).AdmitAsync(Child, Cancel);

        Assert.True(admission.IsVerified);
        Assert.Equal("6d46e2d516946d5a64bce0901a5c9b94c5b388d7f56d0db946f5fd890f883f1d", admission.Archive.ToString());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1777881000), admission.Pushed);
    }

    [Fact]
    public async Task What_does_not_hold_is_refused_before_anything_of_it_is_fetched()
    {
        var golden = new GoldenServices("parent-image-stranger-key");
        var guard = Guard(golden, "3: require", Three);

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => guard.AdmitAsync(Child, Cancel));

        Assert.Equal(TrustCodes.ChainRefused, refused.Diagnostics[0].Code);
        Assert.DoesNotContain((Child.Value, "public/image.tar.zst"), golden.Downloaded);
    }

    [Fact]
    public async Task Without_a_level_the_strictest_line_counts()
    {
        var guard = Guard("parent-image-stranger-key", "1: warn\n  2: require\n  3: off", level: null);

        await Assert.ThrowsAsync<SlipwayException>(() => guard.AdmitAsync(Child, Cancel));
    }

    [Theory]
    [InlineData("3: warn", true)]
    [InlineData("3: off", false)]
    [InlineData("2: require", false)]
    public async Task Only_what_the_level_asks_for_is_asked(string trust, bool isTold)
    {
        var golden = new GoldenServices("parent-image-stranger-key");

        var admission = await Guard(golden, trust, Three).AdmitAsync(Child, Cancel);

        Assert.Equal(Admission.Unasked, admission);
        Assert.Equal(isTold, _warnings.Any(warning => warning.Code == TrustCodes.ChainRefused));
        Assert.Equal(isTold, golden.Asked > 0);
    }

    [Fact]
    public async Task What_was_made_at_a_lower_level_is_not_admitted_at_a_higher_one()
    {
        var golden = new GoldenServices(ChainForge.AtLevelOne());

        var admitted = await Guard(golden, "1: require", Level.Lowest).AdmitAsync(Child, Cancel);
        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => Guard(golden, "3: require", Three).AdmitAsync(Child, Cancel));

        Assert.True(admitted.IsVerified);
        Assert.Contains("is refused by rule 7.5", refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_asked_about_once()
    {
        var golden = new GoldenServices("intact");
        var guard = Guard(golden, "3: require", Three);
        await guard.AdmitAsync(Child, Cancel);
        int asked = golden.Asked;

        await guard.AdmitAllAsync([Child, Child], Cancel);

        Assert.Equal(asked, golden.Asked);
    }

    [Fact]
    public async Task What_nothing_was_at_hand_to_check_is_asked_again_when_it_is()
    {
        await RememberAsync(new OneTree(new TreeFacts(), "nothing"));
        var images = ImmutableDictionary<string, TreeImage>.Empty.Add("child", new(new string('0', 64), null));
        var other = new OneTree(new TreeFacts { Images = images }, "a checkout");

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => Guard(new GoldenServices("intact"), "3: require", Three, other, Memory()).AdmitAsync(Child, Cancel));

        Assert.Contains("is refused by rule 7.25", refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a checkout", false)]
    [InlineData("nothing", true)]
    public async Task What_was_checked_by_a_checkout_counts_for_as_long_as_it_is_at_hand(string now, bool isAsked)
    {
        await RememberAsync(new OneTree(new TreeFacts(), "a checkout"));
        var golden = new GoldenServices("intact");

        var admission = await Guard(golden, "3: require", Three, new OneTree(new TreeFacts(), now), Memory())
            .AdmitAsync(Child, Cancel);

        Assert.True(admission.IsVerified);
        Assert.Equal(isAsked, golden.Asked > 0);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Branches_that_could_not_be_fetched_are_asked_for_again(bool areFetched, bool isAsked)
    {
        var sources = new OneTree(
            areFetched
                ? new TreeFacts { Branches = ["main"] }
                : new TreeFacts { Fault = "the server does not answer" },
            "nothing");
        await RememberAsync(sources, "github-push", Branches);
        var golden = new GoldenServices("github-push");

        await Guard(golden, "3: require", Three, sources, Memory(), Branches).AdmitAsync(Child, Cancel);

        Assert.Equal(isAsked, golden.Asked > 0);
    }

    private VerdictMemory Memory() =>
        new(Path.Join(_folder.FullName, "verdicts"), new Secret(), TimeProvider.System);

    // Its bytes come, and are what was signed.
    private async Task RememberAsync(ISourceFacts sources, string name = "intact", string more = "")
    {
        var memory = Memory();
        var guard = Guard(new GoldenServices(name), "3: require", Three, sources, memory, more);
        var admission = await guard.AdmitAsync(Child, Cancel);
        await guard.KeepAsync(Child, admission.Archive!.Value, ImageHash.From(Sha256Digest.Of("image"u8)), Cancel);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Level Three => Level.TryParse("3", out var level) ? level : default;

    private TrustGuard Guard(string name, string trust, Level? level) => Guard(new GoldenServices(name), trust, level);

    private TrustGuard Guard(
        GoldenServices golden,
        string trust,
        Level? level,
        ISourceFacts? sources = null,
        VerdictMemory? memory = null,
        string more = "")
    {
        string file = Path.Join(_folder.FullName, "policy.yml");
        File.WriteAllText(file, more + PolicyWriter.Write(
            golden.Policy, "a test", new DateOnly(2026, 11, 29), "it is golden")
            .Replace("  1: off\n  2: warn\n  3: warn\n", $"  {trust}\n", StringComparison.Ordinal));
        return new TrustGuard(
            () => new ChainServices(golden, golden, golden, sources ?? NoSources.Instance),
            new PolicyFinder(file, () => null, _warnings.Add),
            level,
            TimeProvider.System,
            new Told(_warnings),
            memory);
    }

    private sealed class Secret : IStoreSecret
    {
        public string IdFor(string purpose, string text) =>
            Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes($"{purpose}\0{text}")).ToString();
    }
}
