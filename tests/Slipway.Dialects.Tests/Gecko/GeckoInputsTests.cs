using System.Text.RegularExpressions;
using Slipway.Tests.Cases;
using Slipway.Tests.Gecko;
using Slipway.Tests.Trees;

namespace Slipway.Dialects.Tests.Gecko;

/// <summary>Which changes of a tree give other digests, and which give none.</summary>
public sealed partial class GeckoInputsTests
{
    /// <summary>Changes that count, and the images and packages that are others then.</summary>
    public static TheoryData<string, string, string, string[]> Counting => new()
    {
        { "build/debian-packages/alpha.diff", "", "more\n", ["packages-deb12-alpha", "debian12-base"] },
        { GeckoCase.DebianFile, "alpha_1.0-2.dsc", "alpha_1.0-3.dsc", ["packages-deb12-alpha"] },
        { GeckoCase.DebianFile, "d4d4d4d4", "d4d4d4d5", ["packages-deb12-delta", "debian12-base"] },
        { GeckoCase.DebianFile, "name: python-beta", "name: beta", ["packages-deb12-beta"] },
        { GeckoCase.DebianFile, "resolver: aptitude", "resolver: apt-get", ["packages-deb12-delta", "build"] },
        { GeckoCase.DebianFile, "true && autoreconf", "true && true", ["debian12-arm64-base"] },
        { "taskcluster/kinds/packages/ubuntu.yml", "eps_7-1", "eps_7-2", ["packages-ub24-eps"] },
        { GeckoCase.KindFile, "- deb12-beta", "- deb12-gamma", ["debian12-base", "build", "check"] },
        { GeckoCase.KindFile, "DIST: noble", "DIST: nobler", ["ubuntu2404-raw", "ubuntu2404-packages"] },
        { GeckoCase.KindFile, "ARCH: arm64", "ARCH: arm", ["image_builder_arm64", "debian12-arm64-raw"] },
        { GeckoCase.KindFile, "symbol: lone", "symbol: lone\n        arch: arm64", ["lone"] },
        { GeckoCase.KindFile, "symbol: lone", "symbol: lone\n        parent: build", ["lone"] },
        { GeckoCase.KindFile, "symbol: lone", "symbol: lone\n        parent: image_builder", ["lone"] },
        { GeckoCase.KindFile, "symbol: lone", "symbol: lone\n        definition: scrap", ["lone"] },
        { "taskcluster/docker/lone/run.sh", "", "#", ["lone"] },
        {
            "third_party/python/taskcluster_taskgraph/taskgraph/run-task/run-task", "", "#", ["build", "check"]
        },
        { "taskcluster/docker/image_builder/conf/policy.txt", "", "#", ["image_builder", "lone", "greeting"] },
    };

    /// <summary>Changes that do not count.</summary>
    public static TheoryData<string, string, string> Idle => new()
    {
        { GeckoCase.KindFile, "symbol: lone", "symbol: I(other)" },
        { GeckoCase.KindFile, "[git]", "[git, hg]" },
        { GeckoCase.KindFile, "[git]", "[hg]" },
        { GeckoCase.KindFile, "symbol: lone", "symbol: lone\n        arch: amd64" },
        {
            GeckoCase.KindFile, "            - deb12-delta\n            - deb12-beta\n",
            "            - deb12-beta\n            - deb12-delta\n"
        },
        { GeckoCase.KindFile, "            - deb12-delta\n", "            - deb12-delta\n            - deb12-delta\n" },
        { GeckoCase.KindFile, "job-name: image-build", "job-name: other" },
        { GeckoCase.KindFile, "rank: by-tier", "rank: 5" },
        { GeckoCase.DebianFile, "description: alpha", "description: omega" },
        { GeckoCase.DebianFile, "max-run-time: 900", "max-run-time: 9000" },
        { GeckoCase.DebianFile, "nocheck", "check" },
        { GeckoCase.DebianFile, "worker-type: b-linux-aarch64", "worker-type: b-linux" },
        { GeckoCase.DebianFile, "[deb12-gamma, deb12-alpha]", "[deb12-alpha, deb12-gamma]" },
        { "taskcluster/kinds/packages/kind.yml", "tier: 1", "tier: 2" },
        { "third_party/python/taskcluster_taskgraph/taskgraph/run-task/hgrc", "", "#" },
        { GeckoCase.ConfigFile, "trust-domain: gecko", "trust-domain: other" },
    };

    [Theory]
    [MemberData(nameof(Counting))]
    public void What_counts_gives_other_digests(string file, string old, string replacement, string[] others)
    {
        var before = GeckoCase.Tree().Digests();
        var after = Change(file, old, replacement).Digests();

        string[] changed = [.. before.Where(pair => after[pair.Key] != pair.Value).Select(pair => pair.Key)];

        Assert.Superset(others.ToHashSet(StringComparer.Ordinal), changed.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Idle))]
    public void What_does_not_count_gives_the_same_digests(string file, string old, string replacement)
    {
        Assert.Equal(GeckoCase.Tree().Digests(), Change(file, old, replacement).Digests());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_order_of_tasks_and_files_does_not_matter(int seed)
    {
        var random = new Random(seed);
        var files = GeckoGolden.Files().Select(file => file.Path.EndsWith(".yml", StringComparison.Ordinal)
            ? file with { Text = Shuffled(file.Path, file.Text, random) }
            : file).OrderBy(_ => random.Next());

        Assert.Equal(GeckoCase.Tree().Digests(), GeckoCase.TreeOf(files).Digests());
    }

    [Fact]
    public void Other_names_of_files_and_images_give_the_same_lines_but_for_the_names()
    {
        var tree = GeckoCase.Changed(
            (GeckoCase.KindFile, "debian12-raw", "deb-plain"),
            ("taskcluster/kinds/packages/kind.yml", "ubuntu.yml", "ubuntu.yml\n    - more.yml"));
        tree.Add("taskcluster/kinds/packages/more.yml", "{}\n");
        var before = GeckoCase.Tree().Inputs();

        var after = tree.Inputs();

        var base_ = Model.Values.ImageName.Parse("debian12-base");
        Assert.Equal(
            before[base_].Lines.Take(2),
            after[base_].Lines.Take(2));
        Assert.Contains(after[base_].Lines, line =>
            line.StartsWith("docker-images.v2/deb-plain/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_named_in_another_file_of_the_kind_is_not_taken()
    {
        // gecko looks 'definition' up in kind.yml alone.
        var tree = GeckoCase.Changed((GeckoCase.KindFile, "tasks:\n", "tasks-from: [more.yml]\ntasks:\n"));
        tree.Add("taskcluster/kinds/docker-image/more.yml", "lone2: { symbol: x, definition: lone }\n");
        Assert.Contains(tree.Refusals(), problem => problem.Message.Contains("docker/lone2", StringComparison.Ordinal));
        tree.Add("taskcluster/docker/lone2/Dockerfile", "FROM scratch\n");

        Assert.Equal(
            "taskcluster/docker/lone2",
            tree.Sound().Image("lone2").Folder.Value);
    }

    [Fact]
    public void An_image_on_its_builder_counts_it_twice()
    {
        var tree = Change(GeckoCase.KindFile, "symbol: lone", "symbol: lone\n        parent: image_builder");

        var lines = tree.Inputs()[Model.Values.ImageName.Parse("lone")].Lines;

        const string Builder = "docker-images.v2/image_builder/";
        Assert.Equal(2, lines.Count(line => line.StartsWith(Builder, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("hg", "hg")]
    [InlineData("git", "git")]
    [InlineData(null, "git")]
    public void The_type_of_the_repository_is_that_of_the_checkout(string? folder, string type)
    {
        var tree = GeckoCase.Tree();
        if (folder is not null)
        {
            tree.AddFolder($".{folder}");
        }

        Assert.Equal(GeckoCase.Tree().Digests(type), tree.Digests());
        Assert.NotEqual(tree.Digests(), tree.Digests(type == "hg" ? "git" : "hg"));
    }

    [Fact]
    public void A_file_git_of_a_worktree_is_git() =>
        Assert.Equal(
            GeckoCase.Tree().Digests("git"),
            GeckoCase.Tree().With(".git", "gitdir: /elsewhere/.git/worktrees/one\n").Digests());

    private static InMemorySourceTree Change(string file, string old, string replacement)
    {
        if (old.Length > 0)
        {
            return GeckoCase.Changed((file, old, replacement));
        }

        return GeckoCase.TreeOf(GeckoGolden.Files().Select(other =>
            other.Path == file ? other with { Text = other.Text + replacement } : other));
    }

    /// <summary>The tasks of a kind in another order: the blocks that begin at the indentation of its names.</summary>
    private static string Shuffled(string path, string text, Random random)
    {
        bool isKind = path.EndsWith("docker-image/kind.yml", StringComparison.Ordinal);
        if (!isKind && !path.Contains("/packages/", StringComparison.Ordinal))
        {
            return text;
        }

        int start = isKind ? text.IndexOf("tasks:\n", StringComparison.Ordinal) + "tasks:\n".Length : 0;
        var pattern = isKind ? BlocksOfKind() : BlocksOfFile();
        var blocks = pattern.Split(text[start..])
            .Where(block => block.Length > 0 && !block.StartsWith("---", StringComparison.Ordinal));
        return text[..start] + string.Concat(blocks.OrderBy(_ => random.Next()));
    }

    [GeneratedRegex("^(?=    [a-z])", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlocksOfKind();

    [GeneratedRegex("^(?=[a-z-])", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlocksOfFile();
}
