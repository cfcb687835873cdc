using System.Text.Json.Nodes;
using Slipway.Application.Backends;
using Slipway.Application.Feedback;
using Slipway.Application.Trusting;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Chains;
using Slipway.Trust.Codes;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;

namespace Slipway.Application.Tests.Trusting;

public sealed class TrustGuardTests : IDisposable
{
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

    public void Dispose() => _folder.Delete(recursive: true);

    private static Level Three => Level.TryParse("3", out var level) ? level : default;

    private TrustGuard Guard(string name, string trust, Level? level) => Guard(new GoldenServices(name), trust, level);

    private TrustGuard Guard(GoldenServices golden, string trust, Level? level)
    {
        string file = Path.Join(_folder.FullName, "policy.yml");
        File.WriteAllText(file, PolicyWriter.Write(golden.Policy, "a test", new DateOnly(2026, 11, 29), "it is golden")
            .Replace("  1: off\n  2: warn\n  3: warn\n", $"  {trust}\n", StringComparison.Ordinal));
        return new TrustGuard(
            () => new ChainServices(golden, golden, golden, NoSources.Instance),
            new PolicyFinder(file, () => null, _warnings.Add),
            level,
            TimeProvider.System,
            new Told(_warnings),
            memory: null);
    }
}
