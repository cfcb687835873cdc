using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Tests.Gecko;

namespace Slipway.Decisions.Tests.Gecko;

public sealed class GeckoTaskTests
{
    private const string Kind = "taskcluster/kinds/docker-image/kind.yml";
    private const string Config = "taskcluster/config.yml";
    private const string Debian = "taskcluster/kinds/packages/debian.yml";

    /// <summary>The recorded tree with an image in which tasks run that index others.</summary>
    private static readonly (string, string, string)[] WithIndexImage =
    [
        (Kind, "    lone:\n", "    index-task:\n        symbol: I(idx)\n    lone:\n"),
        ("taskcluster/docker/index-task/Dockerfile", "", "FROM scratch\n"),
        (Config, "        b-linux: *here\n", "        b-linux: *here\n        misc: *here\n"),
    ];

    [Fact]
    public void Every_cached_task_is_indexed_before_it_is_done()
    {
        var plan = GeckoDecision.Of("hg-level-3", WithIndexImage);
        var target = plan.Tasks.Single(task => task.Label == "docker-image-build");

        var eager = plan.Tasks.Single(task => task.Label == "eager-index-docker-image-build");

        string ns = $"gecko.cache.level-3.docker-images.v2.build.hash.{plan.Images[ImageName.Parse("build")].Digest}";
        var definition = eager.Definition;
        Assert.Equal("misc", eager.Kind);
        Assert.Equal(["insert-indexes.js", ns], Texts(definition["payload"]!["command"]!));
        Assert.Equal(
            $$"""{"TARGET_TASKID":"{{target.Id}}","INDEX_RANK":0}""",
            definition["payload"]!["env"]!.ToJsonString());
        Assert.Equal([$"index:insert-task:{ns}"], Texts(definition["scopes"]!));
        Assert.Equal(600, definition["payload"]!["maxRunTime"]!.GetValue<int>());
        Assert.Equal("gecko-3/misc", $"{definition["provisionerId"]}/{definition["workerType"]}");
        Assert.Equal(target.Definition["deadline"]!.ToString(), definition["expires"]!.ToString());
        var image = plan.Images[ImageName.Parse("index-task")];
        Assert.Equal([image.Task.Value], Texts(definition["dependencies"]!));
        Assert.Equal(image.Task.Value, definition["payload"]!["image"]!["taskId"]!.ToString());
        Assert.Equal(
            plan.Tasks.Count(task => task.Kind != "misc") - 1,
            plan.Tasks.Count(task => task.Label.StartsWith("eager-index-", StringComparison.Ordinal)));
        Assert.DoesNotContain(plan.Tasks, task => task.Label == "eager-index-docker-image-scrap");
    }

    [Fact]
    public void What_has_too_many_routes_is_indexed_by_another_task_when_it_is_done()
    {
        var (planner, builds, hashes) = GeckoDecision.Planner(
            GeckoGolden.Parameters("hg-level-3"), Level.From(3), WithIndexImage);
        var plan = planner.Plan(builds, hashes);
        var plain = plan.Tasks.Single(task => task.Label == "docker-image-build");
        var definition = plain.Definition.DeepClone().AsObject();
        for (int i = 0; i < 60; i++)
        {
            definition["routes"]!.AsArray().Add($"index.gecko.v2.central.more.n{i}");
        }

        var made = planner.WithIndexTasks([plain with { Definition = definition }], plan.Images);

        Assert.Equal(
            ["tc-treeherder.v2.central.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"],
            Texts(made.Single(task => task.Label == "docker-image-build").Definition["routes"]!));
        var index = made.Single(task => task.Label == "index-task-docker-image-build");
        var command = Texts(index.Definition["payload"]!["command"]!);
        Assert.Equal(1 + 8 + 60, command.Length);
        Assert.Contains("gecko.v2.central.more.n59", command);
        Assert.Contains(plain.Id.Value, Texts(index.Definition["dependencies"]!));
        Assert.Equal(1767323045, index.Definition["payload"]!["env"]!["INDEX_RANK"]!.GetValue<long>());
        Assert.Contains("index:insert-task:gecko.v2.central.*", Texts(index.Definition["scopes"]!));
        Assert.True(Texts(index.Definition["scopes"]!).Length < 10);
    }

    [Fact]
    public void Without_the_image_it_is_said_and_nothing_is_indexed_early()
    {
        var plan = GeckoDecision.Of("hg-level-3");

        Assert.Equal(TaskCodes.IndexImageMissing, Assert.Single(plan.Warnings).Code);
        Assert.DoesNotContain(plan.Tasks, task => task.Kind == "misc");
    }

    [Fact]
    public void Without_workers_for_it_the_same_is_said()
    {
        var plan = GeckoDecision.Of("hg-level-3", WithIndexImage[..2]);

        var warning = Assert.Single(plan.Warnings);
        Assert.Equal(TaskCodes.IndexImageMissing, warning.Code);
        Assert.Contains("workers 'misc'", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Tasks, task => task.Kind == "misc");
    }

    [Fact]
    public void Nobody_is_told_apart_by_a_digest_that_is_the_same()
    {
        var plan = GeckoDecision.Of(
            "hg-level-3", (Kind, "    lone:\n", Task("twin") + "    lone:\n"));

        var one = plan.Images[ImageName.Parse("lone")];
        var other = plan.Images[ImageName.Parse("twin")];
        Assert.Equal(one.Digest, other.Digest);
        Assert.NotEqual(one.Task, other.Task);
        Assert.Equal(2, plan.Tasks.Count(task => task.Images.Any(name => name == one.Image || name == other.Image)));
    }

    [Fact]
    public void A_push_to_autoland_goes_before_others()
    {
        var plan = Project("autoland");

        Assert.All(plan.Tasks, task => Assert.Equal("medium", task.Definition["priority"]!.ToString()));
        Assert.Contains(
            "index.gecko.v2.trunk.revision.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.widget.image-build",
            Routes(plan, "docker-image-build"));
    }

    [Fact]
    public void A_revision_of_git_has_a_namespace_of_its_own()
    {
        var plan = GeckoDecision.Of(
            Changed("hg-level-3", parameters => parameters["head_git_rev"] = "ccc"), Level.From(3));

        Assert.Contains("index.gecko.v2.central.revision.ccc.widget.image-build", Routes(plan, "docker-image-build"));
    }

    [Theory]
    [InlineData("refs/tags/v1/2", ".tag.v1%2F2")]
    [InlineData("refs/heads/a b", ".branch.a%20b")]
    [InlineData("deadbeef", ".ref.deadbeef")]
    public void A_branch_or_tag_stands_in_namespaces(string head, string part)
    {
        var plan = GeckoDecision.Of(
            Changed("git-level-3", parameters => parameters["head_ref"] = head), Level.From(3));

        Assert.Contains(
            $"index.gecko.v2.firefox{part}.latest.widget.image-build", Routes(plan, "docker-image-build"));
    }

    [Fact]
    public void Workers_and_artifact_are_those_of_the_tree_s_own_transform()
    {
        string task = GeckoTransforms.Task
            .Replace("images-gcp", "images-old", StringComparison.Ordinal)
            .Replace("/workspace/out/", "/workspace/", StringComparison.Ordinal);
        var plan = GeckoDecision.Of(
            "git-level-3",
            [
                .. GeckoTransforms.Files(task).Select(file => (file.Path, string.Empty, file.Text)),
                (Config, "images-gcp:", "images-old:"),
            ]);

        var built = plan.Tasks.Single(found => found.Label == "docker-image-build").Definition;

        Assert.Equal("images-old", built["workerType"]!.ToString());
        Assert.Equal(
            "/workspace/image.tar.zst", built["payload"]!["artifacts"]!["public/image.tar.zst"]!["path"]!.ToString());
    }

    [Fact]
    public void One_image_is_tried_again_when_its_builder_is_lost()
    {
        var plan = GeckoDecision.Of(
            "hg-level-3", (Kind, "    lone:\n", Task("funsize-update-generator") + "    lone:\n"));

        Assert.Equal("""{"retry":[-1]}""", Payload(plan, "docker-image-funsize-update-generator", "onExitStatus"));
        Assert.Equal("{}", Payload(plan, "docker-image-lone", "onExitStatus"));
    }

    [Fact]
    public void Workers_are_chosen_by_level_project_and_release()
    {
        var plan = GeckoDecision.Of(
            "hg-level-3",
            (Config, "'3': big-arm", "'3': {by-release-level: {production: rel, staging: stage}}"),
            (Config, "product-dir: app", "release-branches: {central: true}"));

        var task = plan.Tasks.Single(task => task.Label == "packages-deb12-arm64-gamma");
        Assert.Equal("rel", task.Definition["workerType"]!.ToString());
    }

    [Theory]
    [InlineData("        images-gcp: &here", "        other: &here", 2105)]
    [InlineData("                    long: 2 years", "                    longer: 2 years", 2106)]
    [InlineData("products: [widget]", "products: [other]", 2106)]
    [InlineData("provisioner: '{trust-domain}-{level}'", "provisioner: '{trust-domain}/{level}'", 2106)]
    public void What_gecko_refuses_is_refused(string old, string replacement, int code)
    {
        var problem = Assert.Throws<SlipwayException>(
            () => GeckoDecision.Of("hg-level-3", (Config, old, replacement)));

        Assert.Contains(problem.Diagnostics, diagnostic => diagnostic.Code.Number == code);
    }

    [Fact]
    public void Tasks_come_behind_those_that_they_need_but_where_they_need_each_other()
    {
        var plan = GeckoDecision.Of("hg-level-3");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var early = new List<string>();
        var own = plan.Tasks.Select(task => task.Id.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var task in plan.Tasks)
        {
            if (Texts(task.Definition["dependencies"]!).Any(id => own.Contains(id) && !seen.Contains(id)))
            {
                early.Add(task.Label);
            }

            seen.Add(task.Id.Value);
        }

        // These packages are built in an image that installs them.
        Assert.Equal(["docker-image-ubuntu2404-packages"], early);
    }

    [Fact]
    public void A_package_may_say_itself_how_long_it_lives()
    {
        var plan = GeckoDecision.Of(
            "hg-level-3", (Debian, "description: beta", "description: beta\n    expires-after: 2 days"));

        var task = plan.Tasks.Single(task => task.Label == "packages-deb12-beta");
        Assert.Equal("2026-01-04T03:04:05.000Z", task.Definition["expires"]!.ToString());
        var artifact = task.Definition["payload"]!["artifacts"]!["public/build"]!;
        Assert.Equal("2026-01-04T03:04:05.000Z", artifact["expires"]!.ToString());
    }

    /// <summary>A task of the kind in the folder of another.</summary>
    private static string Task(string name) => $"    {name}:\n        symbol: I(x)\n        definition: lone\n";

    private static DecisionPlan Project(string project) => GeckoDecision.Of(
        Changed("hg-level-3", parameters => parameters["project"] = project), Level.From(3));

    private static JsonElement Changed(string variant, Action<JsonObject> change)
    {
        var parameters = JsonNode.Parse(GeckoGolden.Parameters(variant).GetRawText())!.AsObject();
        change(parameters);
        using var document = JsonDocument.Parse(parameters.ToJsonString());
        return document.RootElement.Clone();
    }

    private static string[] Routes(DecisionPlan plan, string label) =>
        Texts(plan.Tasks.Single(task => task.Label == label).Definition["routes"]!);

    private static string Payload(DecisionPlan plan, string label, string key) =>
        plan.Tasks.Single(task => task.Label == label).Definition["payload"]![key]!.ToJsonString();

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(item => item!.ToString())];
}
