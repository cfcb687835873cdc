using System.Text.Json.Nodes;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Json;

/// <summary>The shapes that programs rely on, and the text beside them.</summary>
public sealed class DocumentTests : IDisposable
{
    private readonly TempTree _tree = new TempTree()
        .Image("base", "FROM scratch\nCOPY Dockerfile /\n")
        .Image("app", "# %ARG WHAT\nFROM base\nCOPY Dockerfile /\n")
        .Write("slipway.yml", "prefix: test\nfolder: images\nimages: { app: { args: { WHAT: it } } }\n");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task List_is_a_table_without_what_is_not_known()
    {
        var run = await _tree.RunAsync("list");

        Assert.Matches(
            """
            ^IMAGE  KIND  PARENTS  DIGEST        INDEXED  BUILT  SIZE
            app    task  base     [0-9a-f]{12}  -        -      -
            base   task  -        [0-9a-f]{12}  -        -      -
            $
            """,
            run.Output + "\n");
    }

    [Fact]
    public async Task List_is_a_list_of_images()
    {
        var images = await JsonAsync("list");

        Assert.Equal(["app", "base"], images.AsArray().Select(image => (string)image!["name"]!));
        Assert.Equal(
            ["name", "kind", "folder", "digest", "parents", "args"], images[0]!.AsObject().Select(pair => pair.Key));
        Assert.Equal("""["base"]""", images[0]!["parents"]!.ToJsonString());
        Assert.Equal("""{"WHAT":"it"}""", images[0]!["args"]!.ToJsonString());
    }

    [Fact]
    public async Task Hash_is_a_list_of_digests_that_are_those_of_the_text()
    {
        var digests = await JsonAsync("hash", "base");

        Assert.Equal(["image", "scheme", "digest"], digests[0]!.AsObject().Select(pair => pair.Key));
        Assert.Equal((await _tree.RunAsync("hash", "base")).Output.Trim(), (string)digests[0]!["digest"]!);
    }

    [Fact]
    public async Task Hash_in_the_taskgraph_scheme_has_a_context_hash()
    {
        var digest = (await JsonAsync("hash", "base", "--scheme", "taskgraph"))[0]!;

        Assert.Equal("taskgraph", (string)digest["scheme"]!);
        Assert.Equal(64, ((string)digest["contextHash"]!).Length);
    }

    [Fact]
    public async Task A_plan_is_the_same_by_option_and_by_format()
    {
        string[] date = ["--pushdate", "1794000000"];

        Assert.Equal(
            (await _tree.RunAsync(["plan", "--json", .. date])).Output,
            (await _tree.RunAsync(["plan", "--format", "json", .. date])).Output);
    }

    [Theory]
    [InlineData("index list", "namespaces,entries")]
    [InlineData("gc", "removed,bytes,entries,images,builds,blobs,files,policy,retired,kept")]
    [InlineData("index forecast", "now,within,needed,neededSeconds,images")]
    [InlineData("gc --forget-secret token", "secret,values")]
    [InlineData("fsck", "images,blobs,bytes,repaired,problems")]
    public async Task Documents_of_an_empty_store_are_whole(string line, string keys) =>
        Assert.Equal(
            keys.Split(','),
            (await JsonAsync(line.Split(' '))).AsObject().Select(pair => pair.Key));

    [Fact]
    public async Task A_log_as_json_is_a_list_of_builds() =>
        Assert.Equal("[]", (await JsonAsync("log", "base", "--list")).ToJsonString());

    [Fact]
    public async Task Problems_go_to_standard_error_and_leave_standard_output_empty()
    {
        var run = await _tree.RunAsync("list", "nope", "--json");

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains("SLIP1113", run.Error, StringComparison.Ordinal);
    }

    private async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var run = await _tree.RunAsync([.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.ToString());
        return JsonNode.Parse(run.Output)!;
    }
}
