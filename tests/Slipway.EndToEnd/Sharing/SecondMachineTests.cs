using System.Text.Json.Nodes;
using Slipway.EndToEnd.Sharing.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Sharing;

/// <summary>What a machine with an empty store does with what another one has built and shared.</summary>
public sealed class SecondMachineTests(SharedTree tree) : IClassFixture<SharedTree>
{
    [Fact]
    public async Task It_finds_at_level_3_what_is_to_be_built_nowhere()
    {
        await SharedTree.RequireAsync();

        string plan = await tree.NewMachine().CheckAsync("plan", "--level", "1");

        Assert.Equal(2, plan.Split('\n').Count(line =>
            line.StartsWith("reuse", StringComparison.Ordinal)
            && line.EndsWith("found at level-3", StringComparison.Ordinal)));
        Assert.Contains("Nothing to build at level 1: 2 images found", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_explains_what_was_built_elsewhere()
    {
        await SharedTree.RequireAsync();
        var machine = tree.NewMachine();
        string digest = await tree.DigestAsync(tree.App);

        Assert.Contains(digest[..12], await machine.CheckAsync("why", tree.App), StringComparison.Ordinal);
        Assert.Contains("first build", await machine.CheckAsync("history", tree.App), StringComparison.Ordinal);
        Assert.Contains("echo made", await machine.CheckAsync("log", tree.App), StringComparison.Ordinal);
        var build = Assert.Single((await machine.JsonAsync("log", tree.App, "--list")).AsArray())!;
        Assert.Equal("succeeded", (string)build["result"]!);
        Assert.Contains("level-3", await machine.CheckAsync("list"), StringComparison.Ordinal);
        Assert.Contains("Nothing expires", await machine.CheckAsync("index", "forecast"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_browses_the_index_and_gives_names()
    {
        await SharedTree.RequireAsync();
        var machine = tree.NewMachine();
        string top = $"e2e.cache.level-3.docker.v2.{tree.App}";

        Assert.Equal("e2e.", await machine.CheckAsync("index", "list"));
        string below = await machine.CheckAsync("index", "list", top);
        Assert.Contains($"{top}.hash.", below, StringComparison.Ordinal);
        string build = below.Split(' ', '\n')[^1];
        Assert.Contains(build, await machine.CheckAsync("index", "find", $"{top}.latest"), StringComparison.Ordinal);
        await machine.CheckAsync("index", "insert", "e2e.named.app", "--task-id", build, "--level", "3");
        Assert.Contains(
            build, await tree.NewMachine().CheckAsync("index", "find", "e2e.named.app"), StringComparison.Ordinal);
        await machine.CheckAsync("index", "delete", "e2e.named.app", "--level", "3");
        Assert.NotEqual(0, (await tree.NewMachine().RunAsync("index", "find", "e2e.named.app")).ExitCode);
    }

    [Fact]
    public async Task It_resolves_references_and_compares_builds_and_tells_what_jobs_there_are()
    {
        await SharedTree.RequireAsync();
        var machine = tree.NewMachine();
        string digest = await tree.DigestAsync(tree.App);
        tree.Sandbox.Write("task.txt", $"in {{{{#docker_image}}}}{tree.App}{{{{/docker_image}}}}\n");

        string reference = await machine.CheckAsync("resolve", "--image", tree.App);
        string resolved = await machine.CheckAsync("resolve", "task.txt");
        string diff = await machine.CheckAsync("diff", digest[..12], "HEAD", tree.App);
        var github = JsonNode.Parse(await machine.CheckAsync("plan", "--level", "3", "--format", "github"))!;
        string gitlab = await machine.CheckAsync("plan", "--level", "3", "--format", "gitlab");

        Assert.StartsWith($"{tree.Host}/ci/level-3/{tree.App}@sha256:", reference, StringComparison.Ordinal);
        Assert.Equal($"in {reference}", resolved);
        await Tool.CheckAsync("skopeo", "inspect", "--tls-verify=false", $"docker://{reference}");
        Assert.Contains("the inputs are the same", diff, StringComparison.Ordinal);
        Assert.Equal(0, (int)github["count"]!);
        Assert.Contains(tree.Host, gitlab, StringComparison.Ordinal);
        // What nobody has built has no name there.
        tree.Sandbox.Image("new", "FROM {base}\nRUN echo new > /new\n");
        var missing = await machine.RunAsync("resolve", "--image", tree.Sandbox.Name("new"));
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("SLIP1780", missing.Error, StringComparison.Ordinal);
        Directory.Delete(Path.Join(tree.Sandbox.Tree, "images", tree.Sandbox.Name("new")), recursive: true);
    }

    [Fact]
    public async Task Loading_moves_only_the_layers_that_the_engine_lacks()
    {
        await SharedTree.RequireAsync();
        await tree.Sandbox.EmptyEngineAsync();
        await tree.NewMachine().CheckAsync("load", tree.Base);
        using var reader = new RegistryReader(tree.Host);
        var lower = await LayersAsync(reader, tree.Base);
        var all = await LayersAsync(reader, tree.App);

        string[] requests = await tree.RequestsOfAsync(() => tree.NewMachine().CheckAsync("load", tree.App));

        Assert.All(lower, layer => Assert.DoesNotContain(requests, line => Fetches(line, layer)));
        Assert.All(all.Except(lower), layer => Assert.Contains(requests, line => Fetches(line, layer)));
        Assert.Equal(
            $"one {tree.Sandbox.Tag}",
            await Tool.CheckAsync("docker", "run", "--rm", $"{tree.App}:latest", "cat", "/file"));
        Assert.Equal(
            $"made {tree.Sandbox.Tag}", await tree.NewMachine().CheckAsync("run", tree.App, "--", "cat", "/made"));

        static bool Fetches(string line, string layer) =>
            line.Contains("\"GET ", StringComparison.Ordinal) && line.Contains(layer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_tools_read_what_is_there_by_the_digest_of_the_tree()
    {
        await SharedTree.RequireAsync();
        string tag = $"hash.{await tree.DigestAsync(tree.App)}";
        string name = $"{tree.Host}/ci/level-3/{tree.App}:{tag}";

        var inspected = JsonNode.Parse(
            await Tool.CheckAsync("skopeo", "inspect", "--tls-verify=false", $"docker://{name}"))!;
        await Tool.CheckAsync("docker", "pull", "--quiet", name);
        string made = await Tool.CheckAsync("docker", "run", "--rm", name, "cat", "/made");
        await Tool.CheckAsync("docker", "rmi", "--force", name);

        Assert.Equal($"made {tree.Sandbox.Tag}", made);
        Assert.Equal(tree.App, (string?)inspected["Labels"]?["dev.slipway.image"]);
    }

    private async Task<string[]> LayersAsync(RegistryReader reader, string image)
    {
        var manifest = await reader.ManifestAsync($"ci/level-3/{image}", $"hash.{await tree.DigestAsync(image)}");
        return [.. manifest!["layers"]!.AsArray().Select(layer => (string)layer!["digest"]!)];
    }
}
