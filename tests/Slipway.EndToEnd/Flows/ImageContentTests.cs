using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>What stands in the tree is what is in the image.</summary>
public sealed class ImageContentTests(BuiltTree tree) : IClassFixture<BuiltTree>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await Machine.RequireEngineAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public Task An_image_holds_what_its_base_holds() => HoldsAsync("app", "/from-base", "base\n");

    [Fact]
    public Task A_copy_from_another_image_brings_its_file() => HoldsAsync("app", "/tool", "made by tool\n");

    [Fact]
    public Task A_parent_of_the_configuration_is_what_the_image_stands_on() =>
        HoldsAsync("child", "/from-base", "base\n");

    [Theory]
    [InlineData("one", "first\n")]
    [InlineData("two", "second\n")]
    public Task A_variant_gets_its_own_argument(string image, string content) => HoldsAsync(image, "/flavour", content);

    [Fact]
    public Task An_included_file_is_below_topsrcdir() => HoldsAsync("app", "/src/lib/one.txt", "one\n");

    [Fact]
    public Task An_included_folder_comes_whole() => HoldsAsync("app", "/src/tools/deep/er/two.txt", "two\n");

    [Fact]
    public async Task An_executable_file_stays_executable() =>
        Assert.Equal("ran", (await tree.RunAsync("app", "/src/tools/run")).Output.Trim());

    [Fact]
    public async Task What_is_not_included_is_not_in_the_image() =>
        Assert.Equal("one.txt", (await tree.RunAsync("app", "ls", "/src/lib")).Output.Trim());

    [Fact]
    public async Task What_dockerignore_excludes_is_not_in_the_image() =>
        Assert.Equal("kept.md\nyes.txt", (await tree.RunAsync("ignoring", "ls", "/all/docs")).Output.Trim());

    [Fact]
    public async Task An_image_has_its_name_and_its_digest_as_labels()
    {
        string digest = await tree.Sandbox.CheckAsync("hash", tree.Sandbox.Name("app"));

        string labels = await Tool.CheckAsync(
            "docker",
            "inspect",
            "--format",
            """{{index .Config.Labels "dev.slipway.image"}} {{index .Config.Labels "dev.slipway.digest"}}""",
            $"{tree.Sandbox.Name("app")}:latest");

        Assert.Equal($"{tree.Sandbox.Name("app")} {digest}", labels);
    }

    [Fact]
    public async Task An_image_is_tagged_latest_and_with_its_short_digest()
    {
        string digest = await tree.Sandbox.CheckAsync("hash", tree.Sandbox.Name("app"));

        string tags = await Tool.CheckAsync(
            "docker", "images", "--format", "{{.Tag}}", tree.Sandbox.Name("app"));

        Assert.Equal(new[] { digest[..12], "latest" }, tags.Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_tool_can_read_the_store()
    {
        await Machine.RequireToolAsync("skopeo", "--version");
        string name = tree.Sandbox.Name("app");
        string digest = await tree.Sandbox.CheckAsync("hash", name);

        string inspected = await Tool.CheckAsync(
            "skopeo", "inspect", $"oci:{tree.Sandbox.Variables()["SLIPWAY_HOME"]}/oci:{name}:{digest}");

        Assert.Contains($"\"dev.slipway.digest\": \"{digest}\"", inspected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_context_builds_the_same_files_without_slipway()
    {
        string tag = $"plain-{tree.Sandbox.Tag}:latest";
        string file = Path.Join(tree.Sandbox.Tree, "..", "context.tar");
        await tree.Sandbox.CheckAsync("context", tree.Sandbox.Name("ignoring"), "-o", file);
        await using (var context = File.OpenRead(file))
        {
            var built = await Tool.RunAsync(
                "docker",
                ["build", "-t", tag, "-"],
                environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOCKER_BUILDKIT"] = "0" },
                input: CliWrap.PipeSource.FromStream(context),
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(built.ExitCode == 0, built.ToString());
        }

        const string list = "cd /all && find . -type f | sort | xargs sha256sum";
        string plain = await Tool.CheckAsync("docker", "run", "--rm", tag, "sh", "-c", list);

        Assert.Equal((await tree.RunAsync("ignoring", "sh", "-c", list)).Output.Trim(), plain);
    }

    private async Task HoldsAsync(string image, string path, string content) =>
        Assert.Equal(content, (await tree.RunAsync(image, "cat", path)).Output);
}
