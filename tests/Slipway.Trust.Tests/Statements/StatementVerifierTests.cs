using System.Text;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Trust.Keys;
using Slipway.Trust.Policies;
using Slipway.Trust.Statements;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Tests.Statements;

public sealed class StatementVerifierTests
{
    [Fact]
    public async Task A_statement_that_a_listed_key_signed_is_accepted_and_what_it_does_not_cover_is_said()
    {
        var verdict = await new StatementCase().Add(StatementCase.Says()).JudgeAsync();

        Assert.True(verdict.IsAccepted, verdict.Reason);
        var checks = Assert.Single(verdict.Links).Checks;
        Assert.Equal(
            ["8.2", "8.3", "8.4", "8.5", "8.6"],
            checks.Where(check => check.State == CheckState.Held).Select(check => check.Rule));
        Assert.Contains(checks, check => check.State == CheckState.NotChecked && check.Text.Contains("busybox:1.36"));
        Assert.Contains(checks, check => check.State == CheckState.NotChecked && check.Text.Contains("bytes"));
    }

    [Fact]
    public async Task An_image_without_a_statement_is_refused() =>
        Refused(await new StatementCase().JudgeAsync(), "8.1", "no signed statement");

    [Fact]
    public async Task What_is_no_bundle_is_refused() => Refused(
        await new StatementCase().Add(StatementCase.HashOf("app").Sha256, "{}"u8.ToArray()).JudgeAsync(),
        "8.1",
        "media type");

    [Fact]
    public async Task A_key_that_is_not_listed_counts_for_nothing() => Refused(
        await new StatementCase()
            .Add(StatementCase.Says(), SigningKey.Create(SigningAlgorithm.Ed25519)).JudgeAsync(),
        "8.2",
        "signers' signed the statement (1)");

    [Fact]
    public async Task Without_signers_nothing_is_accepted() => Refused(
        await new StatementCase().Add(StatementCase.Says()).JudgeAsync(policy: whole => whole with { Signers = [] }),
        "8.2",
        "no signers");

    [Fact]
    public async Task A_revoked_key_counts_for_nothing() => Refused(
        await new StatementCase().Add(StatementCase.Says()).JudgeAsync(signer: key => key with { IsRevoked = true }),
        "8.3",
        "revoked");

    [Theory]
    [InlineData(1, null)]
    [InlineData(null, -1)]
    public async Task A_key_counts_by_the_time_of_now_and_not_by_what_the_signer_wrote(int? from, int? until) =>
        Refused(
            await new StatementCase().Add(StatementCase.Says()).JudgeAsync(signer: key => key with
            {
                From = from is { } first ? StatementCase.Now.AddDays(first) : null,
                Until = until is { } last ? StatementCase.Now.AddDays(last) : null,
            }),
            "8.3",
            from is null ? "counted until 2" : "counts from 2");

    [Fact]
    public async Task A_statement_of_another_kind_is_refused()
    {
        string other = Encoding.UTF8.GetString(ProvenanceWriter.Write(StatementCase.Says()))
            .Replace("slsa.dev/provenance/v1", "spdx.dev/Document", StringComparison.Ordinal);
        var documents = new StatementCase();
        documents.Add(
            StatementCase.HashOf("app").Sha256,
            StatementCase.Sign(Encoding.UTF8.GetBytes(other), documents.Key).ToBytes());

        Refused(await documents.JudgeAsync(), "8.4", "predicateType");
    }

    [Fact]
    public async Task A_statement_about_another_image_is_refused()
    {
        var documents = new StatementCase();
        documents.Add(
            StatementCase.HashOf("app").Sha256,
            StatementCase.Sign(ProvenanceWriter.Write(StatementCase.Says("base")), documents.Key).ToBytes());

        Refused(await documents.JudgeAsync(), "8.5", "which is there");
    }

    [Fact]
    public async Task A_key_of_level_1_does_not_speak_for_level_3() => Refused(
        await new StatementCase().Add(StatementCase.Says())
            .JudgeAsync(signer: key => key with { Level = Level.Lowest }),
        "8.6",
        "level 1 at most");

    [Fact]
    public async Task A_key_speaks_for_its_builders_alone()
    {
        var documents = new StatementCase().Add(StatementCase.Says());

        Refused(
            await documents.JudgeAsync(signer: key => key with { Builders = ["slipway:builder/local"] }),
            "8.6",
            "does not speak for the builder");
        Assert.True((await documents.JudgeAsync(
            signer: key => key with { Builders = ["https://ci.example.org/release"] })).IsAccepted);
    }

    [Fact]
    public async Task What_was_built_for_a_pull_request_is_of_no_level()
    {
        var documents = new StatementCase().Add(StatementCase.Says() with { PullRequest = "17" });

        Assert.True((await documents.JudgeAsync()).IsAccepted);
        Refused(
            await documents.JudgeAsync(target => target with { Scope = IndexScope.Of(Level.Lowest) }),
            "8.6",
            "asked for at level-1");
    }

    [Fact]
    public async Task A_lower_level_than_the_one_that_is_asked_for_is_refused() => Refused(
        await new StatementCase().Add(StatementCase.Says() with { Level = Level.Lowest })
            .JudgeAsync(target => target with { Scope = IndexScope.Of(Level.Highest) }),
        "8.6",
        "asked for at level-3");

    [Fact]
    public async Task One_good_statement_is_enough_and_the_others_are_mentioned()
    {
        var verdict = await new StatementCase()
            .Add(StatementCase.Says(), SigningKey.Create(SigningAlgorithm.EcdsaP256))
            .Add(StatementCase.Says())
            .JudgeAsync();

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Contains("signed the statement (1)", Assert.Single(verdict.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_bad_statements_the_one_that_got_furthest_decides() => Refused(
        await new StatementCase()
            .Add(StatementCase.HashOf("app").Sha256, "{}"u8.ToArray())
            .Add(StatementCase.Says() with { Builder = "https://elsewhere.example.org" })
            .Add(StatementCase.Says(), SigningKey.Create(SigningAlgorithm.EcdsaP256))
            .JudgeAsync(signer: key => key with { Builders = ["https://ci.example.org/release"] }),
        "8.6",
        "elsewhere");

    [Fact]
    public async Task Parents_are_judged_to_the_last()
    {
        var documents = new StatementCase()
            .Add(StatementCase.Says("app", ("middle", StatementCase.HashOf("middle"))))
            .Add(StatementCase.Says("middle", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base"));

        var verdict = await documents.JudgeAsync();

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Equal(
            ["docker-image", "docker-image:middle", "docker-image:middle:base"],
            verdict.Links.Select(link => link.Name));
    }

    [Fact]
    public async Task A_parent_without_a_statement_is_not_checked_and_refused_where_it_must_be()
    {
        var documents = new StatementCase().Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))));

        var verdict = await documents.JudgeAsync();

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Contains(
            verdict.Links[0].Checks, check => check is { Rule: "8.7", State: CheckState.NotChecked });
        Refused(
            await documents.JudgeAsync(policy: whole => whole with { MustCheck = ["parents"] }),
            "8.7",
            "has to be checked");
    }

    [Fact]
    public async Task A_parent_that_a_stranger_signed_refuses_the_child() => Refused(
        await new StatementCase()
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base"), SigningKey.Create(SigningAlgorithm.EcdsaP256))
            .JudgeAsync(),
        "8.7",
        "rule 8.2");

    [Fact]
    public async Task A_parent_of_a_lower_level_refuses_the_child() => Refused(
        await new StatementCase()
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base") with { Level = Level.Lowest })
            .JudgeAsync(),
        "8.7",
        "asked for at level-3");

    [Fact]
    public async Task Images_that_are_said_to_be_built_with_the_help_of_each_other_are_refused() => Refused(
        await new StatementCase()
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base", ("app", StatementCase.HashOf("app"))))
            .JudgeAsync(),
        "8.7",
        "with the help of itself");

    [Fact]
    public async Task A_chain_of_parents_has_an_end()
    {
        var documents = new StatementCase().Add(StatementCase.Says("app", ("p0", StatementCase.HashOf("p0"))));
        for (int i = 0; i < 30; i++)
        {
            documents.Add(StatementCase.Says($"p{i}", ($"p{i + 1}", StatementCase.HashOf($"p{i + 1}"))));
        }

        Refused(await documents.JudgeAsync(), "8.7", "longer than 20");
    }

    [Fact]
    public async Task Parents_that_many_share_are_judged_once()
    {
        // Each level has two parents of the next: without a memory these would be 2 to the power of 18 questions.
        var documents = new StatementCase().Add(StatementCase.Says(
            "app", ("a0", StatementCase.HashOf("a0")), ("b0", StatementCase.HashOf("b0"))));
        for (int i = 0; i < 18; i++)
        {
            foreach (string side in (string[])["a", "b"])
            {
                documents.Add(StatementCase.Says(
                    $"{side}{i}",
                    ($"a{i + 1}", StatementCase.HashOf($"a{i + 1}")),
                    ($"b{i + 1}", StatementCase.HashOf($"b{i + 1}"))));
            }
        }

        var verdict = await documents.JudgeAsync();

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Equal(37, verdict.Links.Length);
    }

    [Fact]
    public async Task What_was_found_of_a_parent_counts_for_every_statement_that_names_it()
    {
        // The first statement is refused for its other parent after 'base' was judged: the second stands on it too.
        var documents = new StatementCase()
            .Add(StatementCase.Says(
                "app", ("base", StatementCase.HashOf("base")), ("zeal", StatementCase.HashOf("zeal"))))
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base", ("root", StatementCase.HashOf("root"))))
            .Add(StatementCase.Says("zeal"), SigningKey.Create(SigningAlgorithm.EcdsaP256));

        var verdict = await documents.JudgeAsync();

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Equal(["docker-image", "docker-image:base"], verdict.Links.Select(link => link.Name));
        Assert.Contains(
            verdict.Links[1].Checks, check => check is { Rule: "8.7", State: CheckState.NotChecked });
        Refused(
            await documents.JudgeAsync(policy: whole => whole with { MustCheck = ["parents"] }),
            "8.7",
            "has to be checked");
    }

    [Fact]
    public async Task A_verifier_that_is_asked_again_says_the_same_again()
    {
        var documents = new StatementCase()
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base", ("root", StatementCase.HashOf("root"))));
        var verifier = new StatementVerifier(
            documents,
            new ChainPolicy { Signers = [new Signer("release", documents.Key.Key)], MustCheck = ["parents"] },
            StatementCase.Now);
        var target = new StatementTarget("app", StatementCase.HashOf("app").Sha256);
        string[] found = ["docker-image", "docker-image:base"];
        for (int i = 0; i < 3; i++)
        {
            var verdict = await verifier.VerifyAsync(target, TestContext.Current.CancellationToken);

            Refused(verdict, "8.7", "has to be checked");
            Assert.Equal(found, verdict.Links.Select(link => link.Name));
        }
    }

    [Fact]
    public async Task A_chain_that_is_too_long_on_one_way_is_refused_however_short_another_one_is()
    {
        // The parent 'a' leads to the end at once, 'b' by a detour that is one longer than is allowed.
        var documents = new StatementCase()
            .Add(StatementCase.Says("app", ("a", StatementCase.HashOf("end0")), ("b", StatementCase.HashOf("way"))))
            .Add(StatementCase.Says("way", ("end0", StatementCase.HashOf("end0"))));
        for (int i = 0; i < 18; i++)
        {
            documents.Add(StatementCase.Says($"end{i}", ($"end{i + 1}", StatementCase.HashOf($"end{i + 1}"))));
        }

        documents.Add(StatementCase.Says("end18"));

        Assert.True((await documents.JudgeAsync(policy: whole => whole with { MaximumLength = 21 })).IsAccepted);
        Refused(await documents.JudgeAsync(), "8.7", "longer than 20");
    }

    private static void Refused(TrustVerdict verdict, string rule, string because)
    {
        Assert.False(verdict.IsAccepted);
        Assert.Equal(rule, verdict.Rule);
        Assert.Contains(because, verdict.Reason, StringComparison.Ordinal);
        Assert.NotNull(TrustRules.Find(rule));
    }
}
