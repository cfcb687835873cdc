using System.Collections.Immutable;
using Slipway.Tests.Chains;
using Slipway.Trust.Keys;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Tests.Verification;

/// <summary>When a key counts, which the golden chains do not say.</summary>
public sealed class KeyTests
{
    private static readonly DateTimeOffset Ran = DateTimeOffset.Parse(
        "2026-05-04T08:30:00Z", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void A_revoked_key_counts_for_nothing() =>
        Assert.Contains("revoked", Judge(key => key with { IsRevoked = true }), StringComparison.Ordinal);

    [Fact]
    public void A_key_counts_while_it_is_valid() =>
        Assert.Null(Judge(key => key with { From = Ran.AddDays(-1), Until = Ran.AddDays(1) }));

    [Fact]
    public void A_key_does_not_count_before_its_time() =>
        Assert.Contains("did not count", Judge(key => key with { From = Ran.AddDays(1) }), StringComparison.Ordinal);

    [Fact]
    public void A_key_does_not_count_after_its_time_whatever_the_signer_writes() =>
        Assert.Contains("did not count", Judge(key => key with { Until = Ran.AddDays(-1) }), StringComparison.Ordinal);

    [Fact]
    public void A_key_with_an_end_does_not_count_where_nobody_vouches_for_the_time() => Assert.Contains(
        "did not count", Judge(key => key with { Until = Ran.AddDays(1) }, withTimes: false), StringComparison.Ordinal);

    [Fact]
    public void A_key_of_level_1_does_not_speak_for_level_3() =>
        Assert.Contains("level 1 at most", Judge(key => key with { Level = 1 }), StringComparison.Ordinal);

    [Fact]
    public void A_key_of_level_3_speaks_for_level_3() => Assert.Null(Judge(key => key with { Level = 3 }));

    private static string? Judge(Func<WorkerKey, WorkerKey> change, bool withTimes = true)
    {
        var chain = GoldenChain.Intact();
        foreach (var (_, task) in withTimes ? chain["tasks"]!.AsObject() : [])
        {
            task!["status"]!["runs"]![0]!["resolved"] = Ran.ToString("O");
        }

        var (documents, policy) = GoldenChain.Read(chain);
        var keys = policy.Keys.ToImmutableDictionary(
            entry => entry.Key, entry => entry.Value.Select(change).ToImmutableArray());
        var verdict = ChainVerifier.Verify(documents, policy with { Keys = keys });
        Assert.Equal(verdict.IsAccepted ? null : "4.5", verdict.Rule);
        return verdict.Reason;
    }
}
