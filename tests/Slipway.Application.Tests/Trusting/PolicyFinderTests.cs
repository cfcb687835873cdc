using Slipway.Application.Trusting;
using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Trust.Codes;

namespace Slipway.Application.Tests.Trusting;

/// <summary>Which policy is in force in checkouts of git, whatever a branch does to them.</summary>
public sealed class PolicyFinderTests : IDisposable
{
    private const string OfMain = "signers: [{name: a, key: 9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=}]\n";
    private const string Other = "signers: [{name: b, key: cXugGRE2Qz17T4gjtOcnaInEsDLv/ynaSicUhq9/CP4=}]\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-policy-");
    private readonly List<Diagnostic> _warnings = [];

    public PolicyFinderTests()
    {
        Directory.CreateDirectory(Top);
        Git("init", "--quiet", "--initial-branch=main");
    }

    private string Top => Path.Join(_folder.FullName, "tree");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("", "taskcluster/docker/slipway.yml", "taskcluster/docker")]
    [InlineData("", "sub/slipway.yml", "sub")]
    [InlineData("", "sub/trust/policy.yml", "sub")]
    [InlineData("sub", "sub/deep/er/slipway.yml", "sub/deep/er")]
    [InlineData("sub", "sub/a\nb/slipway.yml", "sub/a\nb")]
    public async Task A_root_that_is_new_on_a_branch_has_the_nearest_policy_above_it(
        string root, string added, string asked)
    {
        Write(Path.Join(root, "slipway.yml"), string.Empty);
        Write(Path.Join(root, "trust/policy.yml"), OfMain);
        Commit();
        Branch();
        Write(added, added.EndsWith("policy.yml", Ordinal) ? Other : "folder: .\n");
        Commit();

        string place = await PlaceAsync(asked);

        Assert.Equal($"refs/heads/main:{Path.Join(root, "trust/policy.yml")}", place);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_root_that_became_a_link_to_another_one_does_not_get_its_policy()
    {
        Write("release/slipway.yml", string.Empty);
        Write("release/trust/policy.yml", OfMain);
        Write("play/slipway.yml", string.Empty);
        Write("play/trust/policy.yml", Other);
        Commit();
        Branch();
        Directory.Delete(At("release"), recursive: true);
        Directory.CreateSymbolicLink(At("release"), "play");

        foreach (var finder in (PolicyFinder[])
            [
                new(null, () => At("release"), _warnings.Add),
                new(null, () => At("play"), _warnings.Add, standing: () => At("release")),
            ])
        {
            var problem = (await Assert.ThrowsAsync<SlipwayException>(() => finder.FindAsync(Cancel)))
                .Diagnostics.Single();
            Assert.Equal(TrustCodes.PolicyElsewhere, problem.Code);
            Assert.Contains("release/trust/policy.yml", problem.Message, Ordinal);
            Assert.Contains("play/trust/policy.yml", problem.Message, Ordinal);
        }

        Assert.Equal("refs/heads/main:play/trust/policy.yml", await PlaceAsync("play"));
    }

    [Fact]
    public async Task A_root_whose_marks_are_gone_does_not_get_the_policy_of_the_one_above()
    {
        Write("slipway.yml", string.Empty);
        Write("trust/policy.yml", Other);
        Write("release/slipway.yml", string.Empty);
        Write("release/trust/policy.yml", OfMain);
        Write("release/deep/file", string.Empty);
        Commit();
        Branch();
        File.Delete(At("release/slipway.yml"));
        Directory.Delete(At("release/trust"), recursive: true);
        Commit();

        Assert.Equal(Top, RootLocator.Find(At("release/deep")));
        var problem = (await Assert.ThrowsAsync<SlipwayException>(
            () => new PolicyFinder(null, () => Top, _warnings.Add, () => At("release/deep")).FindAsync(Cancel)))
            .Diagnostics.Single();

        Assert.Equal(TrustCodes.PolicyElsewhere, problem.Code);
        Assert.Contains("release/trust/policy.yml for where you are", problem.Message, Ordinal);
        var elsewhere = await new PolicyFinder(null, () => Top, _warnings.Add, Path.GetTempPath).FindAsync(Cancel);
        Assert.Equal("refs/heads/main:trust/policy.yml", elsewhere!.Place);
    }

    [Theory]
    [InlineData("levels: {3: [main]}", "levels: {1: [main]}", 1, true)]
    [InlineData("levels: {3: [main]}", "levels: {2: [main]}", 2, true)]
    [InlineData("levels: {3: [main]}", "folder: images", 1, true)]
    [InlineData("levels: {3: [main]}", "levels: {3: [main]}", 3, false)]
    [InlineData("levels: {2: [main]}", "levels: {3: [main]}", 3, false)]
    [InlineData("folder: images", "levels: {1: [main]}", 1, false)]
    [InlineData("levels: {3: [other]}", "levels: {1: [main]}", 1, false)]
    public async Task A_change_does_not_lower_the_level_at_which_it_is_judged(
        string ofMain, string ofChange, int level, bool isRefused)
    {
        Write("slipway.yml", ofMain);
        Write("trust/policy.yml", OfMain);
        Commit();
        Branch();
        Write("slipway.yml", ofChange);
        var finder = new PolicyFinder(
            null, () => Top, _warnings.Add, derived: () => ("main", Model.Values.Level.From(level)));

        if (isRefused)
        {
            var problem = (await Assert.ThrowsAsync<SlipwayException>(() => finder.FindAsync(Cancel)))
                .Diagnostics.Single();
            Assert.Equal(TrustCodes.LevelLowered, problem.Code);
            Assert.Contains("--level 3", problem.Remedy, Ordinal);
        }
        else
        {
            Assert.NotNull(await finder.FindAsync(Cancel));
        }
    }

    [Fact]
    public async Task The_file_of_a_checkout_that_git_cannot_be_asked_about_is_not_believed()
    {
        Write("slipway.yml", string.Empty);
        Write("trust/policy.yml", OfMain);
        Directory.Delete(At(".git"), recursive: true);
        Assert.Equal(PolicySource.FileOf(Top), await PlaceAsync("."));

        // As of a worktree or a submodule that is mounted by itself.
        Write(".git", "gitdir: /nowhere/at/all\n");
        var problem = await ProblemAsync(".");

        Assert.Equal(TrustCodes.MainBranchUnclear, problem.Code);
        Assert.Contains("--policy", problem.Remedy, Ordinal);
        File.Delete(At("trust/policy.yml"));
        Assert.Null(await FindAsync("."));
    }

    [Fact]
    public async Task The_policy_at_the_root_counts_before_those_above_it()
    {
        Write("trust/policy.yml", OfMain);
        Write("sub/trust/policy.yml", Other);
        Commit();

        Assert.Equal("refs/heads/main:sub/trust/policy.yml", await PlaceAsync("sub"));
        Assert.Equal("refs/heads/main:sub/trust/policy.yml", await PlaceAsync("sub/trust"));
        Assert.Equal("refs/heads/main:trust/policy.yml", await PlaceAsync("."));
    }

    [Theory]
    [InlineData("slipway.yml", ".", "the top of the checkout")]
    [InlineData("other/slipway.yml", "other", "other")]
    [InlineData("other/taskcluster/docker/a/Dockerfile", "other", "other")]
    public async Task A_root_that_no_policy_of_main_is_about_is_refused_where_it_is_new(
        string added, string asked, string named)
    {
        Write("sub/slipway.yml", string.Empty);
        Write("sub/trust/policy.yml", OfMain);
        Commit();
        Branch();
        Write(added, string.Empty);
        Commit();

        Assert.Equal(Path.GetFullPath(At(asked)), RootLocator.Find(At(asked)));
        var problem = await ProblemAsync(asked);

        Assert.Equal(TrustCodes.PolicyElsewhere, problem.Code);
        Assert.Contains($"is about {named}, which", problem.Message, Ordinal);
        Assert.Contains("sub/trust/policy.yml", problem.Message, Ordinal);
        Assert.Contains("--policy or SLIPWAY_POLICY", problem.Remedy, Ordinal);
    }

    [Theory]
    [InlineData("slipway.yml", ".")]
    [InlineData("other/slipway.yml", "other")]
    [InlineData("other/taskcluster/docker/a/Dockerfile", "other")]
    [InlineData("other/taskcluster/config.yml", "other")]
    public async Task A_root_that_main_has_without_a_policy_has_none(string mark, string asked)
    {
        Write("sub/trust/policy.yml", OfMain);
        Write(mark, string.Empty);
        Commit();
        Branch();
        Write(Path.Join(asked, "trust/policy.yml"), Other);
        Commit();

        Assert.Null(await FindAsync(asked));
        Assert.Equal(TrustCodes.PolicyNotInForce, Assert.Single(_warnings).Code);
    }

    [Fact]
    public async Task Where_main_has_no_policy_at_all_a_new_root_has_none()
    {
        Write("file", string.Empty);
        Commit();
        Branch();
        Write("slipway.yml", string.Empty);

        Assert.Null(await FindAsync("."));
    }

    [Fact]
    public async Task Before_the_first_commit_the_tree_has_its_own()
    {
        Write("trust/policy.yml", OfMain);

        Assert.Equal(At("trust/policy.yml"), await PlaceAsync("."));
    }

    [Theory]
    [InlineData("trust/policy.yml", null)]
    [InlineData("app/trust/policy.yml", "SLIP2218")]
    [InlineData(null, null)]
    public async Task A_submodule_is_judged_by_the_policy_of_the_checkout_around_it(string? ofMain, string? code)
    {
        string library = Path.Join(_folder.FullName, "library");
        Directory.CreateDirectory(library);
        GitTool.Run(library, ["init", "--quiet", "--initial-branch=main"]);
        Write("../library/slipway.yml", string.Empty);
        Write("../library/trust/policy.yml", Other);
        GitTool.Run(library, ["add", "--all"]);
        GitTool.Run(library, ["commit", "--quiet", "--message=library"]);
        Write(ofMain ?? "file", OfMain);
        Commit();
        Branch();
        Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "vendor/lib");
        Commit();

        if (code is not null)
        {
            var problem = await ProblemAsync("vendor/lib");
            Assert.Equal((code, true), (problem.Code.ToString(), problem.Message.Contains("vendor/lib", Ordinal)));
            Assert.Contains("above the submodule", problem.Remedy, Ordinal);
            return;
        }

        Assert.Equal(
            ofMain is null
                ? "refs/remotes/origin/HEAD:trust/policy.yml"
                : $"refs/heads/main:trust/policy.yml of {Top}",
            await PlaceAsync("vendor/lib"));
    }

    [Fact]
    public async Task A_clone_that_is_no_submodule_has_its_own_policy()
    {
        Write("slipway.yml", string.Empty);
        Write("trust/policy.yml", OfMain);
        Commit();
        Git("clone", "--quiet", Top, At("nested"));

        Assert.Equal("refs/remotes/origin/HEAD:trust/policy.yml", await PlaceAsync("nested"));
    }

    [Fact]
    public async Task A_linked_working_tree_in_the_checkout_has_the_policy_of_its_own_roots()
    {
        Write("sub/slipway.yml", string.Empty);
        Write("sub/trust/policy.yml", OfMain);
        Commit();
        Git("worktree", "add", "--quiet", "-b", "change", At("trees/change"));

        Assert.Equal("refs/heads/main:sub/trust/policy.yml", await PlaceAsync("trees/change/sub"));
    }

    [Theory]
    [InlineData("remotes/origin/main", "remotes/origin/master")]
    [InlineData("remotes/origin/main", "heads/master")]
    [InlineData("heads/main", "heads/master")]
    public async Task Branches_that_may_be_the_main_one_have_to_agree_on_the_policy(string one, string other)
    {
        foreach (string? theirs in new[] { OfMain, Other, null })
        {
            Commit(one, OfMain);
            Commit(other, theirs);

            if (theirs == OfMain)
            {
                Assert.Equal($"refs/{one}:trust/policy.yml", await PlaceAsync("."));
                continue;
            }

            var problem = await ProblemAsync(".");
            Assert.Equal(TrustCodes.MainBranchUnclear, problem.Code);
            Assert.Contains($"refs/{one} and refs/{other}", problem.Message, Ordinal);
            Assert.Contains("git remote set-head origin --auto", problem.Remedy, Ordinal);
            Assert.Contains("--policy or SLIPWAY_POLICY", problem.Remedy, Ordinal);
        }

        Git("update-ref", "refs/remotes/origin/trunk", $"refs/{one}");
        Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
        Assert.Equal("refs/remotes/origin/HEAD:trust/policy.yml", await PlaceAsync("."));
    }

    [Fact]
    public async Task A_branch_here_is_not_asked_where_origin_has_it_too()
    {
        Commit("remotes/origin/main", OfMain);
        Commit("heads/main", Other);

        Assert.Equal("refs/remotes/origin/main:trust/policy.yml", await PlaceAsync("."));
    }

    [Theory]
    [InlineData("trust/policy.yml", true)]
    [InlineData("trust/policy.yml", false)]
    [InlineData("trust", true)]
    [InlineData("trust", false)]
    public async Task A_link_is_not_followed(string link, bool isCommitted)
    {
        Write("elsewhere/policy.yml", OfMain);
        Directory.CreateDirectory(Path.GetDirectoryName(At(link))!);
        File.CreateSymbolicLink(
            At(link), At(link == "trust" ? "elsewhere" : "elsewhere/policy.yml"));
        if (isCommitted)
        {
            Commit();
        }

        var problem = await ProblemAsync(".");
        var asked = await Assert.ThrowsAsync<SlipwayException>(
            () => PolicySource.CheckOfAsync(Top, DateTimeOffset.UtcNow, Cancel));

        Assert.Equal(TrustCodes.PolicyMissing, problem.Code);
        Assert.Contains("is a symbolic link", problem.Message, Ordinal);
        Assert.Equal(problem.Remedy, asked.Diagnostics[0].Remedy);
        Assert.NotNull(await FindAsync(".", named: At("trust/policy.yml")));
    }

    [Fact]
    public async Task A_policy_that_a_person_named_counts_before_everything()
    {
        Write("sub/trust/policy.yml", OfMain);
        Commit();
        Branch();
        Write("slipway.yml", string.Empty);
        Write("named.yml", Other);

        var found = await FindAsync(".", named: At("named.yml"));

        Assert.Equal(At("named.yml"), found!.Place);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string At(string path) => Path.GetFullPath(Path.Join(Top, path));

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content);
    }

    private void Git(params string[] arguments) => GitTool.Run(Top, arguments);

    private void Branch() => Git("switch", "--quiet", "--create", "change");

    private void Commit()
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--message=change");
    }

    // As a commit of its own at a reference, with a policy or without one.
    private void Commit(string reference, string? policy)
    {
        Git("checkout", "--quiet", "--orphan", Guid.NewGuid().ToString());
        Write("slipway.yml", string.Empty);
        Write("trust/policy.yml", policy ?? string.Empty);
        if (policy is null)
        {
            File.Delete(At("trust/policy.yml"));
        }

        Commit();
        Git("update-ref", $"refs/{reference}", "HEAD");
    }

    private async Task<string> PlaceAsync(string root) => (await FindAsync(root))!.Place;

    private Task<PolicyInForce?> FindAsync(string root, string? named = null) =>
        new PolicyFinder(named, () => At(root), _warnings.Add).FindAsync(Cancel);

    private async Task<Diagnostic> ProblemAsync(string root) =>
        (await Assert.ThrowsAsync<SlipwayException>(() => FindAsync(root))).Diagnostics.Single();
}
