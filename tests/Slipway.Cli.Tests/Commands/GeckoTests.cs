using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Tests.Gecko;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What commands say of a tree of gecko's shape: the golden values, packages among the images.</summary>
public sealed class GeckoTests : IDisposable
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private const string Patch = "build/debian-packages/alpha.diff";

    private readonly GeckoTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("git-level-3")]
    [InlineData("hg-level-3")]
    public async Task Hashes_are_gecko_s_with_the_lines_that_they_are_made_of(string variant)
    {
        var run = await RunAsync(variant, "hash", "--json");

        var found = JsonNode.Parse(run.Output)!.AsArray().ToDictionary(image => (string)image!["image"]!);
        foreach (var (node, values) in GeckoGolden.Nodes(variant))
        {
            Assert.Equal(values.GetProperty("digest").GetString(), (string?)found[node]!["digest"]);
            if (values.GetProperty("digest").GetString() is not null)
            {
                Assert.Equal(
                    GeckoGolden.Strings(values, "digest_lines"),
                    found[node]!["lines"]!.AsArray().Select(line => (string)line!));
            }
        }
    }

    [Theory]
    [InlineData("git-level-3")]
    [InlineData("hg-level-3")]
    public async Task Lists_plans_and_graphs_have_the_same_digests(string variant)
    {
        var list = JsonNode.Parse((await RunAsync(variant, "list", "--json")).Output)!.AsArray();
        var plan = JsonNode.Parse((await RunAsync(variant, "plan", "--json")).Output)!["images"]!.AsArray();
        var graph = JsonNode.Parse((await RunAsync(variant, "graph", "--plan", "--json")).Output)!["nodes"]!.AsArray();

        var wanted = GeckoGolden.Nodes(variant).ToDictionary(
            pair => pair.Node, pair => pair.Values.GetProperty("digest").GetString());
        foreach (var found in new[] { list, plan, graph })
        {
            Assert.Equal(
                wanted.OrderBy(pair => pair.Key, StringComparer.Ordinal),
                found.Select(image => KeyValuePair.Create((string)image!["name"]!, (string?)image["digest"]))
                    .OrderBy(pair => pair.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_package_is_called_by_its_label_or_its_name()
    {
        var byName = await _tree.RunAsync("hash", "deb12-alpha");
        var byLabel = await _tree.RunAsync("hash", "packages-deb12-alpha");

        Assert.Equal((0, byLabel.Output), (byName.ExitCode, byName.Output));
    }

    [Fact]
    public async Task A_changed_patch_is_the_cause_of_every_image_that_installs_the_package()
    {
        string git = Needed.Program("git");
        string root = _tree.PathOf(".");
        foreach (string[] command in (string[][])[["init", "-q"], ["add", "-A"], ["commit", "-qm", "tree"]])
        {
            await Tools.RunAsync(
                git, ["-c", "user.name=x", "-c", "user.email=x@example.com", "-C", root, .. command], folder: null);
        }

        _tree.Write(Patch, "--- a\n+++ b\n");

        var why = await _tree.RunAsync("why", "check", "--against", "HEAD");
        var impact = await _tree.RunAsync("impact", "HEAD");

        Assert.Equal(0, why.ExitCode);
        Assert.Contains("packages-deb12-alpha", why.Output, StringComparison.Ordinal);
        Assert.Contains(Patch, why.Output, StringComparison.Ordinal);
        Assert.Contains("check", impact.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ubuntu2404-raw", impact.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_patch_affects_is_told_with_the_way_to_it()
    {
        var run = await _tree.RunAsync("affected", Patch);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"packages-deb12-alpha +its patch\n", run.Output);
        Assert.Matches(@"\n +check +built on build → debian12-base → packages-deb12-alpha\n", run.Output);
        Assert.DoesNotContain("ubuntu2404", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_exact_is_left_out_with_its_reason_and_the_rest_is_exact()
    {
        _tree.Change("taskcluster/kinds/packages/debian.yml", "using: debian-package", "using: other-package");

        var run = await _tree.RunAsync("list", "--json");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("SLIP1168", run.Error, StringComparison.Ordinal);
        var images = JsonNode.Parse(run.Output)!.AsArray().ToDictionary(image => (string)image!["name"]!);
        Assert.Null(images["debian12-base"]!["digest"]);
        Assert.Equal("left-out", (string)images["debian12-base"]!["unfit"]!["state"]!);
        Assert.Equal(GeckoTree.Value("git-level-3", "lone", "digest"), (string?)images["lone"]!["digest"]);
    }

    [Theory]
    [InlineData("taskcluster/kinds/packages/kind.yml", "    - gecko_taskgraph.transforms.cached", "    - own.one:f\n")]
    [InlineData("taskcluster/kinds/packages/kind.yml", "    worker-type: b-linux\n", "    fetches: {}\n")]
    [InlineData("taskcluster/kinds/packages/kind.yml", "taskgraph.loader.transform:loader", "own.loader")]
    [InlineData("taskcluster/kinds/packages/debian.yml", "    run: {using: debian-package", "    fetches: {}\n")]
    public async Task However_many_are_left_out_for_one_reason_few_lines_say_it(
        string file, string before, string inserted)
    {
        _tree.Change(file, before, inserted + (inserted.EndsWith('\n') ? before : string.Empty));

        var run = await _tree.RunAsync("list", "--json");

        Assert.Equal(5, run.ExitCode);
        Assert.InRange(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 3, 10);
        Assert.Contains("more images are left out, because what they are built on is", run.Error, Ordinal);
        var images = JsonNode.Parse(run.Output)!.AsArray().ToDictionary(image => (string)image!["name"]!);
        Assert.Null(images["check"]!["digest"]);
        Assert.Equal(GeckoTree.Value("git-level-3", "lone", "digest"), (string?)images["lone"]!["digest"]);
        var named = await _tree.RunAsync("hash", "check");
        Assert.Contains("check is left out, because build, on which it is built, is", named.Error, Ordinal);
    }

    [Fact]
    public async Task A_tree_that_patches_run_task_says_so_at_the_patch()
    {
        const string RunTaskPatch = "taskcluster/scripts/run-task-git.patch";
        _tree.Write(RunTaskPatch, "--- a\n");

        var run = await _tree.RunAsync("hash", "--json");

        Assert.Equal(5, run.ExitCode);
        Assert.Matches($@"SLIP1167: build is left out: .*\n  at {RunTaskPatch}\n", run.Error);
        Assert.EndsWith("2 images are left out: build, check.\n", run.Error, Ordinal);
    }

    [Theory]
    [InlineData("    debian12-packages:\n", "    debian12-packagers:\n")]
    [InlineData("        definition: debpkg\n        parent: debian12-raw", "        parent: debian12-raw")]
    public async Task Packages_that_no_image_can_build_keep_their_digests_and_no_plan_builds_them(
        string old, string replacement)
    {
        _tree.Change("taskcluster/kinds/docker-image/kind.yml", old, replacement)
            .Write("taskcluster/docker/debian12-packages/Dockerfile", "# %ARG MISSING\nFROM scratch\n");

        var hashes = JsonNode.Parse((await _tree.RunAsync("hash", "--json")).Output)!.AsArray();
        var plan = await _tree.RunAsync("plan");
        var named = await _tree.RunAsync("plan", "debian12-base");

        Assert.Equal(
            GeckoTree.Value("git-level-3", "debian12-base", "digest"),
            (string?)hashes.Single(image => (string)image!["image"]! == "debian12-base")!["digest"]);
        Assert.Equal(5, plan.ExitCode);
        Assert.Matches(@"SLIP1169: packages-deb12-\w+ has to be built in the image debian12-packages, wh", plan.Error);
        Assert.DoesNotMatch(@"(?m)^build +(packages-deb12-(alpha|beta|gamma|delta)|debian12-base|build) ", plan.Output);
        Assert.Matches(@"(?m)^build +packages-ub24-eps ", plan.Output);
        Assert.Equal(2, named.ExitCode);
        Assert.Contains("SLIP1169", named.Error, StringComparison.Ordinal);
    }

    private async Task<CliRun> RunAsync(string variant, params string[] command)
    {
        var run = await _tree.RunAsync([.. command, "--repository-type", GeckoGolden.RepositoryType(variant)]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
