using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Tests.Policies;

/// <summary>Levels at which a policy requires what no key that it lists can say.</summary>
public sealed class HopelessLevelsTests
{
    private const string Key = "9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=";
    private const string Other = "cXugGRE2Qz17T4gjtOcnaInEsDLv/ynaSicUhq9/CP4=";

    private const string Tasks =
        """
        variables: GECKO
        repositories: [{hosts: [hg.mozilla.org], paths: ['^(?<path>/mozilla-central)(/|$)']}]
        tasks-for: [hg-push]
        decision-pools: [gecko-3/decision]
        image-pools: [gecko-3/images]

        """;

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("level: 1", "up to level 1")]
    [InlineData("revoked: true", "revoked")]
    [InlineData("until: 2026-11-29", "until 2026-11-29")]
    [InlineData("from: 2026-12-01", "from 2026-12-01")]
    public void A_signer_that_cannot_speak_for_the_level_satisfies_nothing(string limit, string says)
    {
        string policy = $"trust: {{3: require, 2: warn}}\nsigners: [{{name: a, key: {Key}, {limit}}}]\n";

        var problem = Assert.Single(Find(policy));

        Assert.Contains("at level 3", problem.Message, StringComparison.Ordinal);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Equal((1, 9), (problem.Location!.Value.Line, problem.Location.Value.Column));
    }

    [Theory]
    [InlineData("level: 3, until: 2026-11-30")]
    [InlineData("from: 2026-11-30")]
    [InlineData("images: [app]")]
    public void One_that_can_is_enough(string limit) => Assert.Empty(Find(
        "trust: {3: require}\nsigners:\n"
            + $"- {{name: a, key: {Key}, {limit}}}\n- {{name: b, key: {Other}, revoked: true}}\n"));

    [Theory]
    [InlineData("level: 1", true)]
    [InlineData("revoked: true", true)]
    [InlineData("level: 3", false)]
    [InlineData("until: 2020-01-01", false)]
    [InlineData("revoked: 2026-11-01", false)]
    public void A_worker_s_key_counts_for_what_ran_while_it_did(string limit, bool isHopeless) => Assert.Equal(
        isHopeless,
        Find($"{Tasks}trust: {{3: require}}\nkeys: {{docker-worker: [{{key: {Key}, {limit}}}]}}\n").Count > 0);

    private static List<Diagnostic> Find(string text)
    {
        var problems = new DiagnosticBag();
        var document = PolicyDocument.Parse(Encoding.UTF8.GetBytes(text), "trust/policy.yml", problems);
        Assert.Empty(problems.ToSorted());
        return [.. document!.FindHopeless(Now)];
    }
}
