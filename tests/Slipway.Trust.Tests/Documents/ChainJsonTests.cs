using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Values;
using Slipway.Tests.Chains;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;
using Slipway.Trust.Tests.Verification;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Tests.Documents;

/// <summary>What <c>chain.json</c> says, and what it leaves open.</summary>
public sealed class ChainJsonTests
{
    private static readonly DateTimeOffset Collected = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void Where_the_collecting_ended_early_an_optional_pattern_does_not_match_nothing(
        bool isWhole, bool isListed, bool isAsked)
    {
        var chain = GoldenChain.Intact();
        IntactChain.Upstream(chain, entry =>
        {
            entry["paths"] = new JsonArray("public/build/*");
            entry["optional"] = true;
        });
        chain["whole"] = isWhole;
        var task = chain["tasks"]![IntactChain.Build]!.AsObject();
        task["listed"] = isListed;
        task["artifacts"]!.AsObject().Remove(IntactChain.Product);

        var verdict = GoldenChain.Judge(chain);

        Assert.Null(verdict.Rule);
        Assert.Equal(isWhole, verdict.IsAccepted);
        Assert.Equal(
            !isAsked ? [] : [new WantedDocument(WantedKind.ArtifactNames, IntactChain.Build, null)],
            verdict.Wanted.Where(wanted => wanted.Kind is WantedKind.ArtifactNames));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_names_that_the_Queue_listed_are_kept_without_their_bytes(bool isWhole)
    {
        var (documents, policy) = GoldenChain.Read(GoldenChain.Intact());
        var listed = documents.Of(IntactChain.Build) with
        {
            Names = [.. documents.Of(IntactChain.Build).Names!, "public/logs/live.log"],
        };
        documents = documents with
        {
            Artifacts = documents.Artifacts
                .SetItem(IntactChain.Build, listed)
                .SetItem(IntactChain.Child, documents.Of(IntactChain.Child) with { Names = null }),
        };

        var (read, _) = Again(ChainWriter.Write(
            documents, policy, new HashSet<(string Task, string Name)>(), isWhole));

        Assert.Equal(listed.Names, read.FindNames(IntactChain.Build).Value);
        Assert.False(read.FindArtifact(IntactChain.Build, "public/logs/live.log").IsKnown);
        Assert.Equal(isWhole, read.FindNames(IntactChain.Child).IsKnown);
    }

    [Fact]
    public void Where_it_was_found_and_when_it_was_asked_are_kept()
    {
        var (documents, policy) = GoldenChain.Read(GoldenChain.Intact());
        var place = new IndexPlace(IndexNamespace.Parse("some.image.latest"), Collected.AddDays(-1));
        documents = documents with { Now = Collected, Target = documents.Target with { Place = place } };

        var (read, _) = Again(ChainWriter.Write(
            documents, policy, new HashSet<(string Task, string Name)>(), isWhole: true));

        Assert.Equal(Collected, read.Now);
        Assert.Equal(place, read.Target.Place);
    }

    [Theory]
    [InlineData("some.image.latest", 0, null)]
    [InlineData("some.image.latest", 1, "7.30")]
    [InlineData("some.other.latest", 0, "7.29")]
    public void A_place_is_judged_as_of_when_it_was_asked(string ns, int newer, string? rule)
    {
        var chain = GoldenChain.Intact();
        IntactChain.Target(chain, IntactChain.Child, "docker-image");
        ChainForge.Redefine(chain, IntactChain.Child, task =>
            task["routes"] = new JsonArray("index.some.image.latest"));
        var (documents, policy) = GoldenChain.Read(chain);
        var pushed = ChainVerifier.Verify(documents, policy).Pushed!.Value;
        chain["collected"] = "2026-05-04T09:00:00.000Z";
        chain["target"]!["namespace"] = ns;
        chain["target"]!["newestBefore"] = pushed.AddSeconds(newer).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

        var verdict = GoldenChain.Judge(chain);

        Assert.Equal(rule, verdict.Rule);
        Assert.Equal(rule is null, verdict.IsAccepted);
    }

    [Fact]
    public void A_place_of_which_nobody_says_when_it_was_asked_is_refused()
    {
        var chain = GoldenChain.Intact();
        chain["target"]!["namespace"] = "some.image.latest";

        Assert.Equal("7.29", GoldenChain.Judge(chain).Rule);
    }

    [Theory]
    [InlineData("namespace", "..")]
    [InlineData("namespace", null)]
    [InlineData("newestBefore", "some day")]
    public void A_place_that_is_none_is_no_place(string name, string? value)
    {
        var chain = GoldenChain.Intact();
        chain["target"]!["namespace"] = "some.image.latest";
        chain["target"]![name] = value is null ? 7 : value;

        Assert.Contains(
            $"{name} is not", Assert.Throws<FormatException>(() => GoldenChain.Read(chain)).Message,
            StringComparison.Ordinal);
    }

    private static (ChainDocuments Documents, ChainPolicy Policy) Again(JsonObject written) =>
        ChainJson.Read(Encoding.UTF8.GetBytes(written.ToJsonString()), allowlist: null, _ => null);
}
