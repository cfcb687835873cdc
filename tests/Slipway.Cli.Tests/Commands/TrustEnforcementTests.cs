using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;
using Slipway.Contracts;
using Slipway.Tests.Chains;

namespace Slipway.Cli.Tests.Commands;

/// <summary>What is refused is not used, whichever way it is asked for.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TrustEnforcementTests
{
    private const string Earlier = "c_A3H1PCQJuztYuCQOvm-g";

    private static readonly string[] Load =
        ["load", "--task-id", GoldenDeployment.Child, "--backend", "taskcluster", "--level", "3"];

    [Theory]
    [InlineData("parent-image-other-bytes", "7.1")]
    [InlineData("parent-image-stranger-key", "7.1")]
    [InlineData("parent-image-foreign", "7.1")]
    [InlineData("context-bytes", "7.2")]
    [InlineData("image-hash-not-allowed", "7.3")]
    [InlineData("cache-shared", "7.21")]
    public async Task An_image_that_is_refused_is_not_loaded(string name, string rule)
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain(name));

        var run = await deployment.RunAsync(Load);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains(
            $"SLIP2209: The image of task {GoldenDeployment.Child} is refused by rule {rule}",
            run.Error,
            StringComparison.Ordinal);
        await AssertEmptyAsync(deployment);
    }

    [Fact]
    public async Task Bytes_that_were_not_signed_are_cut_off_before_they_are_an_image()
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain("target-image-archive-bytes"));

        var run = await deployment.RunAsync(Load);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("SLIP2202", run.Error, StringComparison.Ordinal);
        await AssertEmptyAsync(deployment);
    }

    [Fact]
    public async Task The_chain_and_its_signatures_count_and_not_what_lies_beside_the_image()
    {
        var chain = GoldenChain.Intact();
        var artifacts = chain["tasks"]![GoldenDeployment.Child]!["artifacts"]!;
        string statement = (string)artifacts["public/chain-of-trust.json"]!["text"]!;
        string signed = (string)JsonNode.Parse(statement)!["artifacts"]!["public/image.tar.zst"]!["sha256"]!;
        artifacts["public/image.tar.zst"] = new JsonObject { ["text"] = "another image\n" };
        artifacts["public/chain-of-trust.json"] = new JsonObject
        {
            ["text"] = statement.Replace(
                signed,
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("another image\n"u8)),
                StringComparison.Ordinal),
        };
        await using var deployment = new GoldenDeployment(chain);

        var run = await deployment.RunAsync(Load);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("is refused by rule 4.5", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_signed_and_holds_is_let_through()
    {
        await using var deployment = new GoldenDeployment();

        var run = await deployment.RunAsync(Load);

        // The golden archives are texts, so it ends where an image is to be made of one.
        Assert.DoesNotContain("SLIP22", run.Error, StringComparison.Ordinal);
        Assert.Contains("The artifact public/image.tar.zst", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_holds_is_used_and_not_asked_about_again()
    {
        await using var deployment = new GoldenDeployment(Real());

        var first = await deployment.RunAsync(Export(deployment, "first.tar"));
        deployment.Server.Requests.Clear();
        var second = await deployment.RunAsync(Export(deployment, "second.tar"));

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal(
            await File.ReadAllBytesAsync(deployment.PathOf("first.tar"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(deployment.PathOf("second.tar"), TestContext.Current.CancellationToken));
        Assert.Equal(0, deployment.Server.Requests.CountOfService("storage"));
    }

    [Fact]
    public async Task What_lies_in_the_store_counts_only_when_it_was_verified()
    {
        var chain = Real();
        await using var deployment = new GoldenDeployment(chain, "3: off");
        Assert.Equal(0, (await deployment.RunAsync(Export(deployment, "unasked.tar"))).ExitCode);
        string require = deployment.PathOf("require.yml");
        await File.WriteAllTextAsync(
            require,
            deployment.PolicyText.Replace("3: off", "3: require", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        deployment.Server.Requests.Clear();
        var asked = await deployment.RunAsync([.. Export(deployment, "asked.tar"), "--policy", require]);

        Assert.True(asked.ExitCode == 0, asked.Error);
        Assert.NotEqual(0, deployment.Server.Requests.CountOfService("storage"));
    }

    [Fact]
    public async Task An_archive_that_turns_bad_at_its_last_byte_leaves_nothing()
    {
        var chain = Real();
        var body = chain["tasks"]![GoldenDeployment.Child]!["artifacts"]!["public/image.tar.zst"]!;
        byte[] bytes = Convert.FromBase64String((string)body["base64"]!);
        bytes[^1] ^= 1;
        body["base64"] = Convert.ToBase64String(bytes);
        await using var deployment = new GoldenDeployment(chain);

        var run = await deployment.RunAsync(Export(deployment, "image.tar"));

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("SLIP2202", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(deployment.PathOf("image.tar")));
        await AssertEmptyAsync(deployment);
    }

    [Fact]
    public async Task With_warn_the_refusal_is_said_and_the_image_is_used()
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain("parent-image-stranger-key"), "3: warn");

        var run = await deployment.RunAsync(Load);

        Assert.Contains("is refused by rule 7.1", run.Error, StringComparison.Ordinal);
        Assert.Contains("The artifact public/image.tar.zst", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_off_at_a_level_asks_nothing()
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain("parent-image-stranger-key"), "2: require");

        var run = await deployment.RunAsync(Load);

        Assert.DoesNotContain("is refused", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_latest_that_leads_back_is_refused()
    {
        await using var deployment = new GoldenDeployment(WithEarlierPush());
        string[] export =
        [
            "export", "--namespace", "some.image.latest", "--backend", "taskcluster", "--level", "3", "-o",
            deployment.PathOf("image.tar"),
        ];
        deployment.Index("some.image.latest", Earlier);
        var earlier = await deployment.RunAsync(export);
        deployment.Index("some.image.latest", GoldenDeployment.Child);
        var later = await deployment.RunAsync(export);
        deployment.Index("some.image.latest", Earlier);

        var back = await deployment.RunAsync(export);
        var allowed = await deployment.RunAsync([.. export, "--allow-older"]);

        Assert.True(earlier.ExitCode == 0, earlier.Error);
        Assert.True(later.ExitCode == 0, later.Error);
        Assert.Equal(4, back.ExitCode);
        Assert.Contains("SLIP2211", back.Error, StringComparison.Ordinal);
        Assert.True(allowed.ExitCode == 0, allowed.Error);
    }

    [Fact]
    public async Task A_latest_that_stands_still_for_too_long_is_refused()
    {
        await using var deployment = new GoldenDeployment(Real());
        deployment.Index("some.image.latest", GoldenDeployment.Child);
        string policy = deployment.PathOf("aged.yml");
        await File.WriteAllTextAsync(
            policy, $"max-statement-age: 30d\n{deployment.PolicyText}", TestContext.Current.CancellationToken);

        var run = await deployment.RunAsync(
            "export", "--namespace", "some.image.latest", "--backend", "taskcluster", "--level", "3", "-o",
            deployment.PathOf("image.tar"), "--policy", policy);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("longer ago than the policy allows", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intact", 0)]
    [InlineData("parent-image-stranger-key", 4)]
    public async Task A_task_that_is_refused_is_not_named_to_others(string name, int exit)
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain(name));
        deployment.Index("some.image.latest", GoldenDeployment.Child);
        File.WriteAllText(
            deployment.PathOf("task.yml"),
            "payload: {image: {type: indexed-image, path: public/image.tar.zst, namespace: some.image.latest}}\n");

        var run = await deployment.RunAsync(
            "resolve", deployment.PathOf("task.yml"), "--in-place", "--pin-indexed", "--backend", "taskcluster",
            "--level", "3");
        string written = File.ReadAllText(deployment.PathOf("task.yml"));

        Assert.True(run.ExitCode == exit, run.Output + run.Error);
        Assert.Equal(exit == 0, written.Contains(GoldenDeployment.Child, StringComparison.Ordinal));
        Assert.Equal(exit != 0, run.Error.Contains("is refused by rule 7.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_does_not_judge_itself()
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain("parent-image-stranger-key"));
        string root = deployment.PathOf(".");
        GitTool.Run(root, ["init", "--quiet", "--initial-branch=main"]);
        GitTool.Run(root, ["add", "--all"]);
        GitTool.Run(root, ["commit", "--quiet", "--message=policy"]);
        GitTool.Run(root, ["switch", "--quiet", "--create", "change"]);
        File.WriteAllText(
            deployment.PathOf("trust/policy.yml"),
            deployment.PolicyText.Replace("3: require", "3: off", StringComparison.Ordinal));
        GitTool.Run(root, ["commit", "--quiet", "--all", "--message=off"]);

        var run = await deployment.RunAsync(Load);
        var named = await deployment.RunAsync([.. Load, "--policy", deployment.PathOf("trust/policy.yml")]);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("(policy: refs/heads/main:trust/policy.yml)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is refused", named.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_not_on_the_main_branch_is_not_in_force()
    {
        await using var deployment = new GoldenDeployment(GoldenChain.Chain("parent-image-stranger-key"));
        string root = deployment.PathOf(".");
        GitTool.Run(root, ["init", "--quiet", "--initial-branch=main"]);
        GitTool.Run(root, ["add", "slipway.yml"]);
        GitTool.Run(root, ["commit", "--quiet", "--message=tree"]);

        var run = await deployment.RunAsync(Load);

        Assert.Contains("SLIP2210", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is refused", run.Error, StringComparison.Ordinal);
    }

    private static string[] Export(GoldenDeployment deployment, string file) =>
        ["export", .. Load[1..], "-o", deployment.PathOf(file)];

    // The image of an earlier push of the same repository, beside the one of the intact chain.
    private static JsonNode WithEarlierPush()
    {
        var (chain, before) = (Real(), GoldenChain.Chain("cached-image-earlier-push"));
        foreach (string part in (string[])["tasks", "web"])
        {
            foreach (var (name, value) in before[part]!.AsObject().ToList())
            {
                chain[part]!.AsObject().TryAdd(name, value?.DeepClone());
            }
        }

        Publish(chain, Earlier);
        return chain;
    }

    // The intact chain with an image that is one, signed by the worker that built it.
    private static JsonNode Real()
    {
        var chain = GoldenChain.Intact();
        Publish(chain, GoldenDeployment.Child);
        return chain;
    }

    private static void Publish(JsonNode chain, string task)
    {
        // Behind it a frame of zstd that readers pass over: its last byte says nothing, and is signed all the same.
        byte[] archive =
            [.. TestImage.Zstd(TestImage.Small.PodmanArchive()), 0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 7];
        chain["tasks"]![task]!["artifacts"]!["public/image.tar.zst"] = new JsonObject
        {
            ["base64"] = Convert.ToBase64String(archive),
        };
        ChainForge.Resign(chain, task, statement =>
            statement["artifacts"]!["public/image.tar.zst"]!["sha256"] = Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(archive)));
    }

    private static async Task AssertEmptyAsync(GoldenDeployment deployment)
    {
        var store = await deployment.RunAsync("fsck", "--json");
        Assert.Equal(0, (int)JsonNode.Parse(store.Output)!["images"]!);
    }
}
