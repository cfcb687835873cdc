using System.Collections.Immutable;
using Slipway.Model.Values;
using Slipway.Tests.Chains;
using Slipway.Trust.Documents;
using Slipway.Trust.Keys;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Tests.Verification;

/// <summary>Rules 7.24 to 7.27: what is inside archives, what the tree gives, bases, and branches.</summary>
public sealed class InsideTests
{
    private const string Child = InsideCase.Child;
    private const string Named = InsideCase.Named;
    private const string RanByBuild = InsideCase.RanByBuild;

    private static readonly string Other = $"sha256:{new string('5', 64)}";

    [Fact]
    public void An_archive_that_holds_what_the_worker_ran_is_accepted()
    {
        var verdict = InsideCase.Judge(holds: RanByBuild);

        Assert.Null(verdict.Reason);
        Assert.Contains(
            verdict.Links.Single(link => link.TaskId == Child).Checks,
            check => check.Rule == "7.24" && check.State == CheckState.Held);
    }

    [Fact]
    public void An_archive_that_holds_another_image_than_the_worker_ran_is_refused()
    {
        var verdict = InsideCase.Judge(holds: Other);

        Assert.Equal("7.24", verdict.Rule);
        Assert.Contains($"holds the image {Other}", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains(RanByBuild, verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_nobody_could_look_into_is_said_to_be_not_checked()
    {
        var verdict = InsideCase.Judge(holds: null);

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Contains(
            verdict.Links.Single(link => link.TaskId == Child).Checks,
            check => check.Rule == "7.24" && check.State == CheckState.NotChecked);
    }

    [Theory]
    [InlineData(RanByBuild, null)]
    [InlineData("sha256:4444444444444444444444444444444444444444444444444444444444444444", "7.24")]
    public void An_image_that_the_policy_lists_may_be_nothing_else(string allowed, string? rule)
    {
        var verdict = InsideCase.Judge(
            RanByBuild, policy => policy with { BuiltImages = Allow(allowed, "2026-05-01") });

        Assert.True(rule == verdict.Rule, $"{verdict.Rule}: {verdict.Reason}");
    }

    [Theory]
    [InlineData("2026-06-01", RanByBuild, true)]
    [InlineData("2026-05-31", RanByBuild, false)]
    [InlineData("2026-06-01", "sha256:4444444444444444444444444444444444444444444444444444444444444444", false)]
    [InlineData("2026-06-01", null, false)]
    public void Of_a_revoked_key_only_images_count_that_were_allowed_since(string on, string? allowed, bool isAccepted)
    {
        // Only the child is signed with a key of its own.
        var chain = GoldenChain.Intact();
        ChainForge.Resign(chain, Child, _ => { }, "stranger");
        var verdict = InsideCase.Judge(
            RanByBuild,
            policy => policy with
            {
                BuiltImages = allowed is null
                    ? policy.BuiltImages
                    : Allow(allowed, on),
                Keys = policy.Keys.SetItem(
                    "docker-worker",
                    policy.Keys["docker-worker"].Add(new WorkerKey(ChainForge.PublicKey("stranger"))
                    {
                        IsRevoked = true,
                        RevokedOn = new DateOnly(2026, 6, 1),
                    })),
            },
            chain: chain);

        Assert.True(isAccepted == verdict.IsAccepted, $"{verdict.Rule}: {verdict.Reason}");
        if (!isAccepted)
        {
            Assert.Equal("4.5", verdict.Rule);
            Assert.Contains("is revoked", verdict.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_a_revoked_key_nothing_counts_that_nobody_looked_into()
    {
        var chain = GoldenChain.Intact();
        ChainForge.Resign(chain, Child, _ => { }, "stranger");
        var verdict = InsideCase.Judge(
            null,
            policy => policy with
            {
                BuiltImages = Allow(RanByBuild, "2026-06-01"),
                Keys = policy.Keys.SetItem(
                    "docker-worker",
                    policy.Keys["docker-worker"].Add(new WorkerKey(ChainForge.PublicKey("stranger"))
                    {
                        IsRevoked = true,
                        RevokedOn = new DateOnly(2026, 6, 1),
                    })),
            },
            chain: chain);

        Assert.Equal("4.5", verdict.Rule);
    }

    [Fact]
    public void A_context_that_is_not_the_one_that_the_task_names_is_refused()
    {
        var verdict = InsideCase.Judge(RanByBuild, context: new ArtifactContents { Tar = new string('7', 64) });

        Assert.Equal("7.24", verdict.Rule);
        Assert.Contains(Named, verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM $DOCKER_IMAGE_PARENT\n", null, null)]
    [InlineData("ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nFROM scratch\n", null, null)]
    [InlineData("FROM debian:12\n", "not pinned", null)]
    [InlineData("FROM debian@sha256:12\n", "not pinned", null)]
    [InlineData("FROM $DOCKER_IMAGE_PARENT\nCOPY --from=busybox:1 / /\n", "not pinned", null)]
    [InlineData("FROM debian:12@sha256:{pin}\n", null, null)]
    [InlineData("FROM debian:12@sha256:{pin}\n", null, "debian")]
    [InlineData("FROM debian:12@sha256:{pin}\n", null, "docker.io/library/*")]
    [InlineData("FROM debian:12@sha256:{pin}\n", null, "docker.io/library/debian@sha256:{pin}")]
    [InlineData("FROM debian:12@sha256:{pin}\n", "nobody allowed", "debian@sha256:{other}")]
    [InlineData("FROM debian:12@sha256:{pin}\n", "nobody allowed", "ubuntu")]
    [InlineData("FROM debian:12@sha256:{pin}\n", "nobody allowed", "example.org/*")]
    [InlineData("FROM evil/debian@sha256:{pin}\n", "nobody allowed", "debian")]
    [InlineData("FROM example.org/debian@sha256:{pin}\n", "nobody allowed", "debian")]
    public void A_base_is_pinned_and_allowed(string dockerfile, string? says, string? allowed)
    {
        string Filled(string text) => text
            .Replace("{pin}", new string('d', 64), StringComparison.Ordinal)
            .Replace("{other}", new string('e', 64), StringComparison.Ordinal);
        var verdict = InsideCase.Judge(
            RanByBuild,
            policy => allowed is null ? policy : policy with { Bases = [Filled(allowed)] },
            new ArtifactContents { Tar = Named, Dockerfiles = InsideCase.Dockerfile(Filled(dockerfile)) });

        Assert.True(says is null ? verdict.IsAccepted : verdict.Rule == "7.26", $"{verdict.Rule}: {verdict.Reason}");
        Assert.Contains(says ?? string.Empty, verdict.Reason ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Named, null, null)]
    [InlineData(Named, Named, null)]
    [InlineData("1111111111111111111111111111111111111111111111111111111111111111", null, "claims the digest")]
    [InlineData(
        Named,
        "1111111111111111111111111111111111111111111111111111111111111111",
        "was built from the context")]
    public void Another_digest_than_the_tree_gives_is_refused(string digest, string? context, string? says)
    {
        var verdict = InsideCase.Judge(RanByBuild, tree: new TreeFacts
        {
            Images = Images("child", new TreeImage(digest, context)),
        });

        Assert.True(says is null ? verdict.IsAccepted : verdict.Rule == "7.25", $"{verdict.Rule}: {verdict.Reason}");
        Assert.Contains(says ?? string.Empty, verdict.Reason ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_a_tree_in_which_nobody_looked_for_it_is_not_checked()
    {
        var verdict = InsideCase.Judge(RanByBuild, tree: new TreeFacts
        {
            Images = Images("other", new TreeImage(Named, null)),
            Asked = ["other"],
        });

        Assert.Null(verdict.Reason);
        Assert.Contains(
            verdict.Links.SelectMany(link => link.Checks),
            check => check is { Rule: "7.25", State: CheckState.NotChecked });
    }

    [Fact]
    public void An_image_that_the_tree_does_not_have_is_refused()
    {
        var verdict = InsideCase.Judge(
            RanByBuild, tree: new TreeFacts { Images = Images("other", new TreeImage(Named, null)) });

        Assert.Equal("7.25", verdict.Rule);
        Assert.Contains("has no image", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contents")]
    [InlineData("digests")]
    [InlineData("bases")]
    public void What_must_be_checked_and_was_not_is_refused(string word)
    {
        ChainPolicy? judgedBy = null;
        var verdict = InsideCase.Judge(null, policy => judgedBy = policy with { MustCheck = [word] });

        var strict = MustCheck.Apply(verdict, judgedBy!, elsewhere: null);

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.False(strict.IsAccepted);
        Assert.Equal(MustCheck.Rules[word], strict.Rule);
    }

    [Fact]
    public void Of_what_is_hashed_while_it_is_used_only_that_may_be_left_unchecked()
    {
        // Neither the child's archive nor its context was looked into; of the one somebody hashes the bytes later.
        var (documents, policy) = InsideCase.Read(null);
        policy = policy with { MustCheck = ["contents"] };
        var verdict = ChainVerifier.Verify(documents, policy);
        Assert.True(verdict.IsAccepted, verdict.Reason);

        var strict = MustCheck.Apply(verdict, policy, (Child, InsideCase.Archive));

        Assert.Equal("7.24", strict.Rule);
        string reasons = string.Join('\n', verdict.Links
            .Where(link => link.TaskId == Child)
            .SelectMany(link => link.Checks)
            .Where(check => check.Rule == "7.24" && check.Artifact != InsideCase.Archive)
            .Select(check => check.Text));
        Assert.Contains(InsideCase.Context, reasons, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_whose_worker_signed_no_archive_was_not_hashed()
    {
        var chain = GoldenChain.Intact();
        ChainForge.Resign(chain, Child, statement =>
            statement["artifacts"]!.AsObject().Remove(InsideCase.Archive));
        chain["target"] = new System.Text.Json.Nodes.JsonObject
        {
            ["taskId"] = Child, ["taskType"] = "docker-image", ["finished"] = true,
        };
        var (documents, policy) = GoldenChain.Read(chain);

        var verdict = ChainVerifier.Verify(documents, policy);
        var strict = MustCheck.Apply(verdict, policy with { MustCheck = ["archives"] }, elsewhere: null);

        Assert.Contains(
            verdict.Links.Single(link => link.TaskId == Child).Checks,
            check => check is { Rule: "7.2", State: CheckState.NotChecked });
        Assert.Equal("7.2", strict.Rule);
    }

    [Fact]
    public void An_image_that_says_no_name_is_said_to_be_not_checked_against_the_tree()
    {
        var chain = GoldenChain.Intact();
        ChainForge.Redefine(chain, Child, task =>
        {
            task["payload"]!["env"]!.AsObject().Remove("IMAGE_NAME");
            task["extra"]!.AsObject().Remove("imageMeta");
        });
        var verdict = InsideCase.Judge(RanByBuild, chain: chain);

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Contains(
            verdict.Links.Single(link => link.TaskId == Child).Checks,
            check => check is { Rule: "7.25", State: CheckState.NotChecked });
    }

    [Theory]
    [InlineData("default", null)]
    [InlineData("def*", null)]
    [InlineData("*", null)]
    [InlineData("release", "7.27")]
    public void A_revision_counts_only_on_a_branch_that_the_policy_names(string branch, string? rule)
    {
        var verdict = InsideCase.Judge(RanByBuild, policy => policy with
        {
            Branches = policy.Branches.Add("/mozilla-central", [branch]),
        });

        Assert.True(rule == verdict.Rule, $"{verdict.Rule}: {verdict.Reason}");
    }

    [Fact]
    public void A_repository_of_which_the_policy_names_no_branch_does_not_count()
    {
        var verdict = InsideCase.Judge(
            RanByBuild, policy => policy with { Branches = policy.Branches.Add("/other", ["*"]) });

        Assert.Equal("7.27", verdict.Rule);
    }

    [Theory]
    [InlineData(3, null, null)]
    [InlineData(1, null, null)]
    [InlineData(4, null, "7.5")]
    [InlineData(3, 3, null)]
    [InlineData(4, 3, "7.5")]
    public void What_is_asked_for_at_a_level_was_made_there_by_workers_whose_keys_speak_for_it(
        int asked, int? ofKeys, string? rule)
    {
        var (documents, policy) = GoldenChain.Read(GoldenChain.Intact());
        policy = policy with
        {
            Keys = policy.Keys.ToImmutableDictionary(
                entry => entry.Key,
                entry => entry.Value.Select(key => key with { Level = ofKeys }).ToImmutableArray()),
        };

        var verdict = ChainVerifier.Verify(
            documents with { Target = documents.Target with { Level = asked } }, policy);

        Assert.True(rule == verdict.Rule, $"{verdict.Rule}: {verdict.Reason}");
    }

    [Theory]
    [InlineData("main", null)]
    [InlineData("", "7.27")]
    public void A_commit_that_GitHub_serves_counts_only_when_a_named_branch_has_it(string branch, string? rule)
    {
        var (documents, policy) = GoldenChain.Read(GoldenChain.Chain("github-push"));
        documents = documents with
        {
            Trees = documents.Trees.Add(
                ("https://github.com/mozilla/golden", new string('7', 40)),
                new TreeFacts { Branches = branch.Length == 0 ? [] : [branch] }),
        };

        var verdict = ChainVerifier.Verify(
            documents, policy with { Branches = policy.Branches.Add("/mozilla/golden", ["main"]) });

        Assert.True(rule == verdict.Rule, $"{verdict.Rule}: {verdict.Reason}");
    }

    [Fact]
    public void A_commit_of_which_nobody_fetched_the_branches_is_not_checked()
    {
        var (documents, policy) = GoldenChain.Read(GoldenChain.Chain("github-push"));
        policy = policy with { Branches = policy.Branches.Add("/mozilla/golden", ["main"]) };

        var verdict = ChainVerifier.Verify(documents, policy);

        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Contains(
            verdict.Links.SelectMany(link => link.Checks),
            check => check is { Rule: "7.27", State: CheckState.NotChecked });
        Assert.Equal(
            "7.27", MustCheck.Apply(verdict, policy with { MustCheck = ["branches"] }, elsewhere: null).Rule);
    }

    private static ImmutableDictionary<string, TreeImage> Images(string name, TreeImage image) =>
        ImmutableDictionary<string, TreeImage>.Empty
            .Add(name, image)
            .Add("base", new TreeImage(null, null))
            .Add("image_builder", new TreeImage(null, null));

    private static ImmutableDictionary<string, ImmutableArray<AllowedImage>> Allow(string id, string on) =>
        ImmutableDictionary<string, ImmutableArray<AllowedImage>>.Empty.Add(
            "child",
            [
                new AllowedImage(
                    "child",
                    ImageHash.From(Sha256Digest.TryParseOci(id, out var hash) ? hash : default),
                    "a person",
                    DateOnly.ParseExact(on, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    "reviewed"),
            ]);
}
