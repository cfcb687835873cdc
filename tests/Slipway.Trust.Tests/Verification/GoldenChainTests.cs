using Slipway.Tests.Chains;

namespace Slipway.Trust.Tests.Verification;

public sealed class GoldenChainTests
{
    public static TheoryData<string> Cases => [.. GoldenChain.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_chain_gets_the_verdict_that_is_owed(string name)
    {
        var golden = GoldenChain.Case(name);

        var verdict = GoldenChain.Judge(GoldenChain.Chain(name));

        bool isAccepted = golden["should"]!["verdict"]!.GetValue<string>() == "accepted";
        Assert.True(verdict.IsAccepted == isAccepted, $"{verdict.Rule}: {verdict.Reason}");
        if (!isAccepted)
        {
            string kind = golden["group"]!.GetValue<string>() == "hole" ? "7." : "4.";
            Assert.True(
                verdict.Rule?.StartsWith(kind, StringComparison.Ordinal) == true, $"{verdict.Rule}: {verdict.Reason}");
        }
    }

    [Fact]
    public void Every_task_that_is_walked_to_is_reported_with_its_kind_of_worker()
    {
        foreach (string name in GoldenChain.Names)
        {
            var said = GoldenChain.Case(name)["scriptworker"]!["links"]?.AsArray();
            if (said is null || GoldenChain.Case(name)["should"]!["verdict"]!.GetValue<string>() != "accepted")
            {
                continue;
            }

            var links = GoldenChain.Judge(GoldenChain.Chain(name)).Links
                .Select(link => (link.Name, link.TaskId, link.Implementation)).ToHashSet();

            Assert.All(said, link => Assert.Contains(
                (link![0]!.GetValue<string>(), link[1]!.GetValue<string>(), link[2]!.GetValue<string>()), links));
        }
    }
}
