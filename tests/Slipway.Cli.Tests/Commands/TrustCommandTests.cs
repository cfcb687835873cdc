using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Tests.Chains;
using Slipway.Trust.Policies;

namespace Slipway.Cli.Tests.Commands;

/// <summary><c>slipway trust</c> against a deployment, and against folders.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TrustCommandTests
{
    [Fact]
    public async Task An_image_whose_chain_holds_is_accepted()
    {
        await using var deployment = new GoldenDeployment();

        var run = await deployment.RunAsync("trust", "verify", GoldenDeployment.Child, "--json");
        var answer = JsonNode.Parse(run.Output)!;

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("accepted", (string)answer["verdict"]!);
        Assert.Null((string?)answer["rule"]);
        Assert.Empty(answer["notHashed"]!.AsArray());
        Assert.Contains(GoldenDeployment.Base, answer["links"]!.AsArray().Select(link => (string)link!["taskId"]!));
    }

    [Fact]
    public async Task What_is_not_downloaded_is_said_to_be_not_checked()
    {
        await using var deployment = new GoldenDeployment();

        var run = await deployment.RunAsync("trust", "verify", GoldenDeployment.Child, "--no-archives", "--json");
        var answer = JsonNode.Parse(run.Output)!;

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            GoldenDeployment.Child, answer["notHashed"]!.AsArray().Select(artifact => (string)artifact!["taskId"]!));
    }

    [Theory]
    [InlineData("archives", "7.2")]
    [InlineData("levels", null)]
    [InlineData("image-hashes", null)]
    public async Task What_must_be_checked_is_refused_when_it_was_not(string word, string? rule)
    {
        await using var deployment = new GoldenDeployment();
        string policy = deployment.PathOf("strict.yml");
        await File.WriteAllTextAsync(
            policy, $"must-check: [{word}]\n{deployment.PolicyText}", TestContext.Current.CancellationToken);

        var whole = await deployment.RunAsync("trust", "verify", GoldenDeployment.Child, "--policy", policy);
        var part = await deployment.RunAsync(
            "trust", "verify", GoldenDeployment.Child, "--policy", policy, "--no-archives", "--json");

        Assert.True(whole.ExitCode == 0, whole.Output + whole.Error);
        Assert.Equal(rule, (string?)JsonNode.Parse(part.Output)!["rule"]);
        Assert.Equal(rule is null ? 0 : 4, part.ExitCode);
    }

    [Theory]
    [InlineData("parent-image-other-bytes", "7.1")]
    [InlineData("parent-image-stranger-key", "7.1")]
    [InlineData("parent-image-foreign", "7.1")]
    [InlineData("target-image-archive-bytes", "7.2")]
    [InlineData("context-bytes", "7.2")]
    [InlineData("image-hash-not-allowed", "7.3")]
    [InlineData("pushlog-other-user", "4.9")]
    [InlineData("template-missing", "4.9")]
    public async Task An_image_whose_chain_does_not_hold_is_refused_by_its_rule(string name, string rule)
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain(name));

        var run = await deployment.RunAsync("trust", "verify", GoldenDeployment.Child, "--json");
        var answer = JsonNode.Parse(run.Output)!;

        Assert.Equal(4, run.ExitCode);
        Assert.Equal(("refused", rule), ((string)answer["verdict"]!, (string)answer["rule"]!));
        Assert.NotEmpty((string)answer["remedy"]!);
    }

    [Fact]
    public async Task What_was_collected_gets_the_same_verdict_offline()
    {
        await using var deployment = new GoldenDeployment();
        string folder = deployment.PathOf("chain");

        var collected = await deployment.RunAsync("trust", "collect", GoldenDeployment.Child, "-o", folder, "--json");
        var again = await CliRun.RunAsync("trust", "verify", "--documents", folder, "--json");

        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.Equal(collected.Output, again.Output);
        Assert.Equal(
            1, (await deployment.RunAsync("trust", "collect", GoldenDeployment.Child, "-o", folder)).ExitCode);
    }

    [Theory]
    [InlineData("", "", 0, null)]
    [InlineData("docker-worker", "", 4, "4.5")]
    [InlineData("must-check: [contents]", "", 4, "7.24")]
    [InlineData("", "3", 0, null)]
    [InlineData("level 1", "1", 0, null)]
    [InlineData("level 1", "3", 4, "7.5")]
    public async Task Documents_are_judged_by_the_policy_that_a_person_names(
        string change, string level, int exit, string? rule)
    {
        using var tree = new TempTree();
        var chain = change == "level 1" ? ChainForge.AtLevelOne() : GoldenChain.Intact();
        if (change == "level 1")
        {
            // What signs may not be signed for at that level.
            chain["target"] = new JsonObject
            {
                ["taskId"] = GoldenDeployment.Child, ["taskType"] = "docker-image", ["finished"] = true,
            };
        }

        tree.Write("chain/chain.json", chain.ToJsonString());
        foreach (string file in Directory.GetFiles(Path.Join(GoldenChain.Folder, "base"))
            .Where(file => Path.GetFileName(file) != "chain.json"))
        {
            tree.Write($"chain/{Path.GetFileName(file)}", File.ReadAllText(file));
        }

        var (_, policy) = GoldenChain.Read(GoldenChain.Intact());
        string text = PolicyWriter.Write(policy, "a test", new DateOnly(2026, 11, 29), "it is golden");
        // Keys of others, or something that has to be checked.
        text = change switch
        {
            "docker-worker" => text.Replace(
                ChainForge.PublicKey("docker-worker-3"), ChainForge.PublicKey("stranger"), StringComparison.Ordinal),
            "level 1" => text,
            _ => $"{text}{change}\n",
        };
        tree.Write("policy.yml", text);
        string[] asked = level.Length == 0 ? [] : ["--level", level];

        var run = await CliRun.RunAsync([
            "trust", "verify", "--documents", tree.PathOf("chain"), "--policy", tree.PathOf("policy.yml"), "--json",
            .. asked]);

        Assert.True(run.ExitCode == exit, run.Output + run.Error);
        Assert.Equal(rule, (string?)JsonNode.Parse(run.Output)!["rule"]);
    }

    [Fact]
    public async Task All_images_of_a_tree_are_judged_and_what_they_share_is_fetched_once()
    {
        (string Image, string Task, string Dockerfile)[] images =
        [
            ("base", GoldenDeployment.Base, "FROM scratch\nLABEL base=1\n"),
            ("lint", GoldenDeployment.Child, "FROM scratch\n"),
        ];
        var chain = GoldenChain.Intact();
        var namespaces = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (image, task, dockerfile) in images)
        {
            using var tree = new TempTree();
            string digest = (await tree.Image(image, dockerfile).RunAsync("hash", image)).Output.Trim();
            ChainForge.Redefine(chain, task, definition =>
            {
                definition["payload"]!["env"]!["IMAGE_NAME"] = image;
                definition["payload"]!["env"]!["HASH"] = digest;
                definition["extra"]!["imageMeta"]!["imageName"] = image;
                definition["extra"]!["imageMeta"]!["contextHash"] = digest;
                definition["routes"] = new JsonArray(
                    $"index.gecko.cache.level-3.docker-images.v2.{image}.hash.{digest}");
            });
            namespaces[task] = $"test.cache.level-3.docker.v2.{image}.hash.{digest}";
        }

        await using var deployment = new GoldenDeployment(chain);
        deployment.Write("images/base/Dockerfile", images[0].Dockerfile);
        foreach (var (task, name) in namespaces)
        {
            deployment.Index(name, task);
        }

        var run = await deployment.RunAsync(
            "trust", "verify", "--all", "--backend", "taskcluster", "--level", "3", "--json");
        var answer = JsonNode.Parse(run.Output)!;

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(["base", "lint"], answer["images"]!.AsArray().Select(image => (string)image!["image"]!));
        Assert.Equal(1, deployment.Server.Requests.Count(request =>
            request.Path.EndsWith($"task/{GoldenDeployment.Decision}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_task_that_nobody_knows_is_refused()
    {
        await using var deployment = new GoldenDeployment();

        var run = await deployment.RunAsync("trust", "verify", "AAAAAAAAQAqAAAAAAAAAAA");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("the Queue does not know task AAAAAAAAQAqAAAAAAAAAAA", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_explained_by_its_number()
    {
        var known = await CliRun.RunAsync("trust", "verify", "--explain", "7.3");
        var unknown = await CliRun.RunAsync("trust", "verify", "--explain", "9.9");

        Assert.StartsWith("7.3 Registry images", known.Output, StringComparison.Ordinal);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("SLIP2205", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "it is no JSON")]
    [InlineData("{}", "target.taskId is not a text")]
    public async Task Documents_that_are_none_are_an_error(string content, string reason)
    {
        using var tree = new TempTree();
        tree.Write("chain/chain.json", content);

        var run = await CliRun.RunAsync("trust", "verify", "--documents", tree.PathOf("chain"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SLIP2204", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_may_not_name_a_file_elsewhere()
    {
        using var tree = new TempTree();
        tree.Write("secret", "x");
        var chain = GoldenChain.Intact();
        chain["web"] = new JsonObject { ["https://example.org/"] = new JsonObject { ["file"] = "../secret" } };
        tree.Write("chain/chain.json", chain.ToJsonString());

        var run = await CliRun.RunAsync("trust", "verify", "--documents", tree.PathOf("chain"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("which is not in its folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_others_wrote_do_not_act_on_the_terminal()
    {
        using var tree = new TempTree();
        var chain = GoldenChain.Intact();
        chain["web"] = new JsonObject();
        foreach (var (_, task) in chain["tasks"]!.AsObject())
        {
            task!["definition"]!["metadata"]!["name"] = "evil\u001b[31m\nname";
        }

        tree.Write("chain/chain.json", chain.ToJsonString());

        var run = await CliRun.RunAsync("trust", "verify", "--documents", tree.PathOf("chain"));

        Assert.Equal(4, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains("evil\\u001b[31m\\u000aname", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imported_settings_are_a_policy()
    {
        using var tree = new TempTree();
        var imported = await CliRun.RunAsync(
            "trust", "import", Path.Join(GoldenChain.Folder, "base", "chain.json"));
        tree.Write("trust/policy.yml", imported.Output);

        var run = await tree.RunAsync("trust", "check");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("warn at level 3, warn at level 2, off at level 1; 4 "
            + "keys", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("variables: X\ntrust: {9: require}\n", "policy.yml:2:9")]
    [InlineData("trust: {3: require}\nsigners: []\n", "neither keys nor signers")]
    public async Task A_policy_that_is_wrong_is_told_with_line_and_column(string policy, string says)
    {
        using var tree = new TempTree();
        tree.Write("trust/policy.yml", policy);

        var run = await tree.RunAsync("trust", "check");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "signers: [{name: a, key: 9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=}]\n",
        "In force is refs/heads/main:trust/policy.yml, and not this file")]
    [InlineData("signers: [\n", "In force is one with an error (")]
    public async Task It_says_that_another_policy_is_in_force(string ofMain, string says)
    {
        using var tree = new BuiltTree();
        tree.Write("trust/policy.yml", ofMain);
        tree.Commit();
        tree.Git("checkout", "-q", "-b", "change");
        tree.Write(
            "trust/policy.yml", "signers: [{name: b, key: cXugGRE2Qz17T4gjtOcnaInEsDLv/ynaSicUhq9/CP4=}]\n");

        var run = await tree.RunAsync("trust", "check");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(says, run.Output, StringComparison.Ordinal);
        var named = await tree.RunAsync("trust", "check", "--policy", Path.Join(tree.Root, "trust/policy.yml"));
        Assert.DoesNotContain("In force", named.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_a_link_is_refused_as_one_by_whoever_reads_it()
    {
        using var tree = new BuiltTree();
        tree.Write("elsewhere.yml", "signers: [{name: a, key: 9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=}]\n");
        tree.Write("trust/policy.yml", string.Empty);
        tree.Link("trust/policy.yml", "../elsewhere.yml");
        tree.Commit();

        var check = await tree.RunAsync("trust", "check");
        var verify = await tree.RunAsync("trust", "verify", "HAz8620TRyqM8D7V1yXEIw");

        foreach (var run in new[] { check, verify })
        {
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("trust/policy.yml is a symbolic link", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_says_which_policy_of_main_is_not_about_a_root_that_is_new_on_a_branch()
    {
        using var tree = new BuiltTree();
        const string Policy = "signers: [{name: a, key: 9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=}]\n";
        tree.Delete("slipway.yml").Write("sub/slipway.yml", string.Empty).Write("sub/trust/policy.yml", Policy);
        tree.Commit();
        tree.Git("checkout", "-q", "-b", "change");
        tree.Write("slipway.yml", string.Empty).Write("trust/policy.yml", Policy);

        var check = await tree.RunAsync("trust", "check");
        var verify = await tree.RunAsync("trust", "verify", "HAz8620TRyqM8D7V1yXEIw");

        Assert.Contains("In force is one with an error (", check.Output, StringComparison.Ordinal);
        Assert.Equal(4, verify.ExitCode);
        Assert.Contains("SLIP2218", verify.Error, StringComparison.Ordinal);
        Assert.Contains("sub/trust/policy.yml", verify.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_that_the_policy_in_force_is_the_same()
    {
        using var tree = new BuiltTree();
        tree.Write(
            "trust/policy.yml", "signers: [{name: a, key: 9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=}]\n");
        tree.Commit();

        var run = await tree.RunAsync("trust", "check");

        Assert.Contains(
            "In force is refs/heads/main:trust/policy.yml, which is the same as this file.",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_whose_keys_are_all_over_is_told_of_before_anything_is_refused_by_it()
    {
        using var tree = new TempTree();
        tree.Write(
            "trust/policy.yml",
            "trust: {3: require}\n"
                + "signers: [{name: a, key: 9hHURiT7TH1s71RLOae6vA8H1gUrTKq6Jm3HM0x2dsU=, until: 2020-01-01}]\n");

        var run = await tree.RunAsync("trust", "check");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("requires at level 3 what nothing can satisfy", run.Error, StringComparison.Ordinal);
        Assert.Contains("(a: until 2020-01-01)", run.Error, StringComparison.Ordinal);
    }
}
