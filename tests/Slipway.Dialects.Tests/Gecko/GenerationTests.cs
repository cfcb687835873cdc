using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Dialects.Gecko;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Cases;
using Slipway.Tests.Gecko;
using Slipway.Tests.Trees;

namespace Slipway.Dialects.Tests.Gecko;

/// <summary>What a tree shows of its gecko decides digests; what it does not show leaves images out.</summary>
public sealed class GenerationTests
{
    private const string Module = GeckoTransforms.Module;

    [Fact]
    public void The_transforms_of_newer_gecko_give_its_digests() =>
        Assert.Equal(GeckoCase.Tree().Digests("git"), WithTransforms().Digests("git"));

    [Fact]
    public void The_image_that_the_transform_names_is_counted()
    {
        var tree = WithTransforms(images: GeckoTransforms.Images.Replace("6.0.0", "5.0.0", StringComparison.Ordinal));

        var lines = tree.Inputs()[ImageName.Parse("image_builder")].Lines;

        Assert.StartsWith("image-builder-image:mozillareleases/image_builder:5.0.0@sha256:", lines[2]);
    }

    [Fact]
    public void Arguments_of_older_gecko_have_blanks()
    {
        var tree = WithTransforms(
            images: GeckoTransforms.Images.Replace(
                "from taskgraph.util import json", "import json", StringComparison.Ordinal));

        Assert.Equal(
            """{"BASE_IMAGE": "ubuntu:noble", "DIST": "noble", "SNAPSHOT": ""}""",
            tree.Inputs()[ImageName.Parse("ubuntu2404-raw")].Lines[1]);
    }

    [Fact]
    public void The_type_of_the_repository_did_not_always_count() =>
        Assert.Equal(GeckoCase.Tree().Digests("hg"), WithTransforms(cached: "x\n").Digests("git"));

    [Fact]
    public void Commands_of_older_gecko_hold_the_root_url()
    {
        var tree = WithTransforms(
            packages: GeckoTransforms.Packages.Replace(
                "$TASKCLUSTER_ROOT_URL", "{root_url}", StringComparison.Ordinal));

        Assert.StartsWith(
            "/usr/local/sbin/setup_packages.sh https://tc.example.org $PACKAGES && ",
            tree.Inputs()[ImageName.Parse("packages-deb12-alpha")].Lines[3]);
    }

    /// <summary>How older and newer gecko write it, and what tasks of images have in them then.</summary>
    public static TheoryData<string, string, string, string, string?> ImageTasks => new()
    {
        {
            GeckoTransforms.Task, "images-gcp", "images-aarch64", "/workspace/out/image.tar.zst",
            GeckoTransforms.Retried
        },
        {
            GeckoTransforms.Task.Replace("images-gcp", "images", StringComparison.Ordinal)
                .Replace(GeckoTransforms.Retried, "other", StringComparison.Ordinal),
            "images", "images-aarch64", "/workspace/out/image.tar.zst", null
        },
        {
            GeckoTransforms.Task.Replace("images-aarch64", "images-gcp-aarch64", StringComparison.Ordinal)
                .Replace("/workspace/out/", "/workspace/", StringComparison.Ordinal),
            "images-gcp", "images-gcp-aarch64", "/workspace/image.tar.zst", GeckoTransforms.Retried
        },
        {
            "            \"worker-type\": \"images-one\",\n", "images-one", "images-aarch64",
            "/workspace/out/image.tar.zst", null
        },
        { "\n", "images-gcp", "images-aarch64", "/workspace/out/image.tar.zst", GeckoTransforms.Retried },
    };

    [Theory]
    [MemberData(nameof(ImageTasks))]
    public void The_tasks_of_images_are_those_that_the_transform_writes(
        string task, string worker, string arm64Worker, string path, string? retried)
    {
        var tree = WithTransforms(images: $"{GeckoTransforms.Images}\n{task}");

        Assert.Equal(
            new GeckoImageTask { Worker = worker, Arm64Worker = arm64Worker, ImagePath = path, Retried = retried },
            tree.Read().Catalog.Config.Extensions.Get<GeckoImageTask>());
    }

    [Fact]
    public void Without_a_snippet_of_its_own_gecko_has_taskgraph_s()
    {
        var others = GeckoGolden.All.GetProperty("with_taskgraphs_run_task_snippet");
        var digests = WithTransforms(start: "\n").Digests("hg");

        Assert.Equal(others.GetProperty("build").GetProperty("digest_hg").GetString(), digests["build"]);
        Assert.Equal(others.GetProperty("check").GetProperty("digest_hg").GetString(), digests["check"]);
    }

    /// <summary>What is not understood, and what is left out for it with which two candidates.</summary>
    public static TheoryData<string, string, string[], string[]> Unknown => new()
    {
        { "transforms/docker_image.py", "nothing that is known\n", ["image_builder", "lone"], ["6.0.0", "5.0.0"] },
        { "transforms/cached_tasks.py", "", ["image_builder", "lone"], ["newer", "older"] },
        { "transforms/job/distro_package.py", "other\n", ["packages-deb12-alpha", "debian12-base"], ["$TASK", "URL"] },
        { "__init__.py", "docker.RUN_TASK_SNIPPET = other\n", ["build", "check"], ["two files", "four"] },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public void What_is_not_shown_leaves_out_what_depends_on_it(
        string file, string text, string[] leftOut, string[] candidates)
    {
        var tree = WithTransforms();
        var changed = GeckoCase.TreeOf(FilesOf(tree).Select(other => other.Path == $"{Module}/{file}"
            ? other with { Text = text }
            : other).Where(other => other.Text.Length > 0));
        var whole = GeckoCase.Tree().Digests("git");

        var reading = changed.Read("git");

        Assert.All(reading.Diagnostics, problem => Assert.Equal(Severity.Warning, problem.Severity));
        var doubt = reading.Catalog.LeftOut.First(problem => problem.Code == GeckoCodes.GenerationUnknown);
        Assert.All(candidates, candidate => Assert.Contains(candidate, doubt.Message, StringComparison.Ordinal));
        Assert.Contains("slipway.yml", doubt.Remedy, StringComparison.Ordinal);
        Assert.Superset(
            leftOut.ToHashSet(StringComparer.Ordinal),
            reading.Catalog.Unfit.Select(image => image.Name).ToHashSet(StringComparer.Ordinal));
        Assert.All(changed.Digests("git"), pair => Assert.Equal(whole[pair.Key], pair.Value));
    }

    [Theory]
    [InlineData("transforms/docker_image.py", "image-builder: a/b@sha256:1\ngecko: { arguments: compact }")]
    [InlineData("transforms/cached_tasks.py", "gecko: { repository-type-counts: true }")]
    [InlineData("transforms/job/distro_package.py", "gecko: { root-url: $TASKCLUSTER_ROOT_URL }")]
    [InlineData("__init__.py", "gecko: { run-task-snippet: gecko, root-url: $TASKCLUSTER_ROOT_URL }")]
    public void What_is_said_is_not_left_out(string file, string said)
    {
        var tree = GeckoCase.TreeOf(FilesOf(WithTransforms()).Where(other => other.Path != $"{Module}/{file}"))
            .WithConfig($"scheme: gecko\n{said}\n");

        Assert.Equal(GeckoCase.Tree().Digests("git").Keys.Order(), tree.Digests("git").Keys.Order());
    }

    [Fact]
    public void A_run_task_that_the_tree_patches_is_not_guessed()
    {
        var tree = WithTransforms().With("taskcluster/scripts/run-task-git.patch", "--- a\n");

        Assert.Equal(["build", "check"], tree.Read().Catalog.Unfit.Select(image => image.Name));
    }

    [Fact]
    public void Kinds_in_the_old_place_are_of_an_older_gecko()
    {
        var tree = GeckoCase.TreeOf(GeckoGolden.Files().Select(file => file with
        {
            Path = file.Path.Replace("taskcluster/kinds/", "taskcluster/ci/", StringComparison.Ordinal),
        }));

        Assert.Empty(tree.Read().Catalog.ParentsFirst.Where(image => image.Package is null));
    }

    [Fact]
    public void A_transform_that_is_not_gecko_s_leaves_images_out()
    {
        var tree = GeckoCase.Changed((
            GeckoCase.KindFile,
            "    - gecko_taskgraph.transforms.cached_tasks:transforms\n",
            "    - example.more:transforms\n    - gecko_taskgraph.transforms.cached_tasks:transforms\n"));

        Assert.Empty(tree.Read().Catalog.Images);
        Assert.Equal(
            GeckoCase.Tree().Digests(),
            tree.WithConfig("scheme: gecko\ntaskgraph: { harmless-transforms: [example.more] }\n").Digests());
    }

    [Fact]
    public void A_package_that_is_built_in_another_way_is_left_out_with_what_needs_it()
    {
        var tree = GeckoCase.Changed((
            GeckoCase.DebianFile, "description: delta\n", "description: delta\n    fetches: {toolchain: [x]}\n"));

        Assert.Equal(
            ["build", "check", "debian12-base", "packages-deb12-delta"],
            tree.Read().Catalog.Unfit.Select(image => image.Name));
    }

    [Fact]
    public void Digests_of_taskgraph_are_not_to_be_had_of_the_tree()
    {
        var taskgraph = KnownDialects.All.Find("taskgraph");

        var problem = Assert.Single(CatalogReader.Read(GeckoCase.Tree(), KnownDialects.All, taskgraph).Diagnostics);

        Assert.Equal(Model.Configuration.ConfigurationCodes.SchemeUnfit, problem.Code);
    }

    private static InMemorySourceTree WithTransforms(
        string images = GeckoTransforms.Images,
        string cached = GeckoTransforms.Cached,
        string packages = GeckoTransforms.Packages,
        string start = GeckoTransforms.Start) =>
        GeckoCase.Tree()
            .With($"{Module}/transforms/docker_image.py", images + "\n")
            .With($"{Module}/transforms/cached_tasks.py", cached)
            .With($"{Module}/transforms/job/distro_package.py", packages + "\n")
            .With($"{Module}/__init__.py", start + "\n");

    private static IEnumerable<(string Path, string Text, UnixFileMode Mode)> FilesOf(InMemorySourceTree tree)
    {
        foreach (var path in tree)
        {
            if (tree.Find(path) is { Kind: Model.Trees.EntryKind.File } entry)
            {
                using var stream = tree.OpenRead(path);
                using var reader = new StreamReader(stream);
                yield return (path.Value, reader.ReadToEnd(), entry.Mode);
            }
        }
    }
}
