using System.Collections.Immutable;
using Slipway.Model.Values;
using Slipway.Trust.Keys;
using Slipway.Trust.Policies;
using Slipway.Trust.Statements;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Tests.Statements;

/// <summary>Somebody who may sign says much: it has to be what was asked for, and what the key is there for.</summary>
public sealed class ExpectationRulesTests
{
    private static readonly ImageName App = ImageName.Parse("app");

    [Fact]
    public async Task The_image_that_is_asked_for_of_the_inputs_of_the_tree_is_accepted()
    {
        var verdict = await new StatementCase()
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base"))
            .JudgeAsync(target => target with { Image = App, Tree = Tree("inputs", "inputs") });

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.All(
            verdict.Links,
            link => Assert.Contains(link.Checks, check => check is { Rule: "8.9", State: CheckState.Held }));
    }

    [Fact]
    public async Task A_good_statement_about_another_image_is_none_about_this_one() => Refused(
        await new StatementCase().Add(StatementCase.Says())
            .JudgeAsync(target => target with { Image = ImageName.Parse("tools") }),
        "8.9",
        "speaks of the image app, and tools is asked for");

    [Fact]
    public async Task An_older_build_of_the_same_image_is_not_what_the_tree_asks_for() => Refused(
        await new StatementCase().Add(StatementCase.Says())
            .JudgeAsync(target => target with { Image = App, Tree = Tree("newer inputs", "inputs") }),
        "8.9",
        "which is asked for, has");

    [Fact]
    public async Task Who_asks_for_any_build_of_an_image_gets_an_older_one_and_no_other_image()
    {
        var older = await new StatementCase().Add(StatementCase.Says()).JudgeAsync(
            target => target with { Image = App, IsAnyBuild = true, Tree = Tree("newer inputs", "inputs") });
        var other = await new StatementCase().Add(StatementCase.Says()).JudgeAsync(
            target => target with { Image = ImageName.Parse("tools"), IsAnyBuild = true });

        Assert.True(older.IsAccepted, older.Reason);
        Refused(other, "8.9", "speaks of the image app, and tools is asked for");
    }

    [Fact]
    public async Task Where_nobody_says_which_image_it_has_to_be_that_is_not_checked()
    {
        var verdict = await new StatementCase().Add(StatementCase.Says()).JudgeAsync();

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Contains(verdict.Links[0].Checks, check => check is { Rule: "8.9", State: CheckState.NotChecked });
    }

    [Fact]
    public async Task The_manifest_by_which_others_get_it_has_to_be_spoken_of_too()
    {
        var says = StatementCase.Says();
        var spoken = await new StatementCase().Add(says).JudgeAsync(
            target => target with { Manifest = says.Subjects[0].Digest });
        var foreign = await new StatementCase().Add(says).JudgeAsync(
            target => target with { Manifest = Sha256Digest.Of("somebody's"u8) });

        Assert.True(spoken.IsAccepted, spoken.Reason);
        Refused(foreign, "8.5", "not of the manifest");
    }

    [Fact]
    public async Task Another_name_with_the_same_inputs_is_the_same_image()
    {
        var twin = ImageName.Parse("twin");
        var verdict = await new StatementCase().Add(StatementCase.Says()).JudgeAsync(
            target => target with { Image = twin, Tree = Tree("inputs", "x").Add(twin, Tree("inputs", "x")[App]) });

        Assert.True(verdict.IsAccepted, verdict.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_parent_that_a_statement_leaves_out_is_not_checked(bool isNamed)
    {
        var tree = Tree("inputs", "x");
        var app = tree[App];
        var verdict = await new StatementCase().Add(StatementCase.Says()).JudgeAsync(target => target with
        {
            Image = App,
            Tree = tree.SetItem(App, app with { Named = isNamed ? app.Parents! : [] }),
        });

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Equal(
            isNamed,
            verdict.Links[0].Checks.Any(check =>
                check is { Rule: "8.7", State: CheckState.NotChecked }
                && check.Text.Contains("the parent base", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_parent_that_the_tree_does_not_give_it_is_refused() => Refused(
        await new StatementCase()
            .Add(StatementCase.Says("app", ("stranger", StatementCase.HashOf("stranger"))))
            .JudgeAsync(target => target with { Image = App, Tree = Tree("inputs", "inputs") }),
        "8.9",
        "built on stranger");

    [Fact]
    public async Task A_parent_of_other_inputs_than_the_tree_gives_it_is_refused() => Refused(
        await new StatementCase()
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base"))
            .JudgeAsync(target => target with { Image = App, Tree = Tree("inputs", "inputs of another base") }),
        "8.7",
        "(rule 8.9)");

    [Theory]
    [InlineData("app", true)]
    [InlineData("ap*", true)]
    [InlineData("base", false)]
    [InlineData("ap", false)]
    public async Task A_key_speaks_for_its_images_alone(string image, bool isAccepted)
    {
        var verdict = await new StatementCase().Add(StatementCase.Says())
            .JudgeAsync(signer: key => key with { Images = [image] });

        Expect(verdict, isAccepted, "8.6", "does not speak for the image app");
    }

    [Theory]
    [InlineData("app", false)]
    [InlineData("twin", false)]
    [InlineData("*", true)]
    public async Task A_key_speaks_for_what_an_image_is_used_as_and_for_what_it_is_called(
        string images, bool isAccepted)
    {
        var twin = ImageName.Parse("twin");
        var verdict = await new StatementCase().Add(StatementCase.Says()).JudgeAsync(
            target => target with
            {
                Image = twin,
                Tree = StatementTarget.NoTree.Add(
                    twin, new ExpectedBuild(StatementCase.Says().Digest, ImmutableHashSet<ImageName>.Empty)),
            },
            key => key with { Images = [images] });

        Expect(verdict, isAccepted, "8.6", "does not speak for the image " + (images == "app" ? "twin" : "app"));
    }

    [Fact]
    public async Task A_key_does_not_speak_for_a_parent_under_another_name()
    {
        var verdict = await new StatementCase()
            .Add(StatementCase.Says("app", ("twin", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base"))
            .JudgeAsync(signer: key => key with { Images = ["app", "base"] });

        Expect(verdict, isAccepted: false, "8.7", "does not speak for the image twin");
    }

    [Theory]
    [InlineData("https://example.org/tree", true)]
    [InlineData("https://example.org/*", true)]
    [InlineData("https://example.org/tre", false)]
    [InlineData("https://example.com/*", false)]
    public async Task A_key_speaks_for_its_repositories_alone(string repository, bool isAccepted)
    {
        var verdict = await new StatementCase().Add(StatementCase.Says())
            .JudgeAsync(signer: key => key with { Repositories = [repository] });

        Expect(verdict, isAccepted, "8.6", "does not speak for sources of https://example.org/tree");
    }

    [Fact]
    public async Task A_key_of_a_repository_does_not_speak_for_sources_that_nobody_recorded() => Refused(
        await new StatementCase().Add(StatementCase.Says() with { Source = null })
            .JudgeAsync(signer: key => key with { Repositories = ["https://example.org/tree"] }),
        "8.6",
        "nobody recorded");

    [Theory]
    [InlineData("app", true)]
    [InlineData("other", false)]
    public async Task A_list_of_what_an_image_may_be_counts_for_statements_too(string allowed, bool isAccepted)
    {
        var images = new StatementCase().Add(StatementCase.Says());

        Expect(await JudgeAsync("app"), isAccepted, "8.10", "'built-images' lists for app");
        Assert.True((await JudgeAsync("tools")).IsAccepted);

        Task<TrustVerdict> JudgeAsync(string name) => images.JudgeAsync(
            target => target with { ImageHash = StatementCase.HashOf("app") },
            policy: whole => whole with { BuiltImages = Listed(name, StatementCase.HashOf(allowed)) });
    }

    [Fact]
    public async Task A_parent_that_is_on_no_list_refuses_the_child() => Refused(
        await new StatementCase()
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))))
            .Add(StatementCase.Says("base"))
            .JudgeAsync(policy: whole => whole with { BuiltImages = Listed("base", StatementCase.HashOf("other")) }),
        "8.7",
        "(rule 8.10)");

    [Theory]
    [InlineData("docker.io/library/busybox", true)]
    [InlineData("busybox", true)]
    [InlineData("docker.io/library/*", true)]
    [InlineData("docker.io/library/debian", false)]
    [InlineData("example.org/busybox", false)]
    public async Task A_base_of_a_statement_is_one_that_the_policy_allows(string allowed, bool isAccepted)
    {
        var verdict = await BuiltOn($"busybox:1.36@sha256:{new string('a', 64)}")
            .JudgeAsync(policy: whole => whole with { Bases = [allowed] });

        Expect(verdict, isAccepted, "8.11", "a base that nobody allowed");
    }

    [Fact]
    public async Task A_base_of_a_statement_is_one_manifest_where_the_policy_says_which()
    {
        var images = BuiltOn($"busybox:1.36@sha256:{new string('a', 64)}");

        Expect(await JudgeAsync('a'), isAccepted: true, "8.11", string.Empty);
        Expect(await JudgeAsync('b'), isAccepted: false, "8.11", "a base that nobody allowed");

        Task<TrustVerdict> JudgeAsync(char digit) => images.JudgeAsync(
            policy: whole => whole with { Bases = [$"busybox@sha256:{new string(digit, 64)}"] });
    }

    [Theory]
    [InlineData("busybox:1.36")]
    [InlineData("no reference")]
    public async Task A_base_of_a_statement_is_pinned_where_the_policy_lists_bases(string name) => Refused(
        await BuiltOn(name).JudgeAsync(policy: whole => whole with { Bases = ["busybox"] }),
        "8.11",
        "not pinned");

    [Fact]
    public async Task Without_a_list_it_is_said_that_a_base_was_not_checked_and_may_have_to_be()
    {
        var images = BuiltOn("busybox:1.36");

        Assert.Contains(
            (await images.JudgeAsync()).Links[0].Checks,
            check => check is { Rule: "8.11", State: CheckState.NotChecked });
        Refused(
            await images.JudgeAsync(policy: whole => whole with { MustCheck = ["bases"] }),
            "8.11",
            "has to be checked");
    }

    [Fact]
    public async Task A_base_of_a_parent_refuses_the_child() => Refused(
        await new StatementCase()
            .Add(StatementCase.Says("app", ("base", StatementCase.HashOf("base"))) with
            {
                Externals = Provenance.NoImages,
            })
            .Add(StatementCase.Says("base"))
            .JudgeAsync(policy: whole => whole with { Bases = ["busybox"] }),
        "8.7",
        "(rule 8.11)");

    private static StatementCase BuiltOn(string name) => new StatementCase().Add(StatementCase.Says() with
    {
        Externals = Provenance.NoImages.Add(name, ImageHash.Of("busybox"u8)),
    });

    [Fact]
    public async Task The_statement_that_got_furthest_decides_beyond_nine_rules()
    {
        var verdict = await new StatementCase()
            .Add(StatementCase.Says(), SigningKey.Create(SigningAlgorithm.EcdsaP256))
            .Add(StatementCase.Says())
            .JudgeAsync(policy: whole => whole with { BuiltImages = Listed("app", StatementCase.HashOf("other")) });

        Refused(verdict, "8.10", "lists for app");
    }

    private static ImmutableDictionary<string, ImmutableArray<AllowedImage>> Listed(string name, ImageHash hash) =>
        ImmutableDictionary<string, ImmutableArray<AllowedImage>>.Empty.Add(
            name, [new AllowedImage(name, hash, "me", new DateOnly(2026, 11, 1), "looked at")]);

    private static ImmutableDictionary<ImageName, ExpectedBuild> Tree(string app, string parent) =>
        StatementTarget.NoTree
            .Add(App, new ExpectedBuild(Of(app), [ImageName.Parse("base")]))
            .Add(ImageName.Parse("base"), new ExpectedBuild(Of(parent), []));

    private static InputsDigest Of(string inputs) => InputsDigest.Of(System.Text.Encoding.UTF8.GetBytes(inputs));

    private static void Expect(TrustVerdict verdict, bool isAccepted, string rule, string because)
    {
        if (isAccepted)
        {
            Assert.True(verdict.IsAccepted, verdict.Reason);
            return;
        }

        Refused(verdict, rule, because);
    }

    private static void Refused(TrustVerdict verdict, string rule, string because)
    {
        Assert.False(verdict.IsAccepted);
        Assert.Equal(rule, verdict.Rule);
        Assert.Contains(because, verdict.Reason, StringComparison.Ordinal);
        Assert.NotNull(TrustRules.Find(rule));
    }
}
