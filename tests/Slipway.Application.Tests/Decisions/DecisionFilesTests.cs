using System.IO.Compression;
using System.Text.Json.Nodes;
using Slipway.Application.Decisions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Decisions;

public sealed class DecisionFilesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 6, 21, 20, 0, TimeSpan.Zero);

    private readonly DecisionBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_contexts_of_what_is_built_are_written_and_their_tars_have_the_hash_of_the_task()
    {
        var (plan, inputs) = await _bench.DecideAsync(Now, "images", "base", "left");
        var files = await Files().WriteContextsAsync(plan, inputs, progress: null, Token);

        Assert.Equal(
            ["public/docker-contexts/right.tar.gz", "public/docker-contexts/top.tar.gz"],
            files.Select(file => file.Name.Value));
        Assert.Equal(
            ["right.tar.gz", "top.tar.gz"],
            Directory.GetFiles(_bench.Beside("contexts")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (file, task) in files.Zip(plan.Tasks))
        {
            var tar = new MemoryStream();
            await using (var gzip = new GZipStream(File.OpenRead(file.Path), CompressionMode.Decompress))
            {
                await gzip.CopyToAsync(tar, Token);
            }

            Assert.Equal(
                (string?)task.Definition["payload"]!["env"]!["HASH"], Sha256Digest.Of(tar.ToArray()).ToString());
            Assert.Equal((string?)task.Definition["payload"]!["env"]!["CONTEXT_PATH"], file.Name.Value);
        }
    }

    [Fact]
    public async Task The_same_context_is_the_same_file_again()
    {
        var (plan, inputs) = await _bench.DecideAsync(Now);
        var first = await Files("one").WriteContextsAsync(plan, inputs, progress: null, Token);
        var second = await Files("two").WriteContextsAsync(plan, inputs, progress: null, Token);

        Assert.All(
            first.Zip(second),
            pair => Assert.Equal(File.ReadAllBytes(pair.First.Path), File.ReadAllBytes(pair.Second.Path)));
    }

    [Fact]
    public async Task What_was_decided_is_written_for_others()
    {
        var (plan, _) = await _bench.DecideAsync(Now, "images", "base");
        var files = await Files().WriteResultsAsync(plan, Token);

        Assert.Equal(["public/image-tasks.json", "public/task-graph.json"], files.Select(file => file.Name.Value));
        var images = JsonNode.Parse(await File.ReadAllTextAsync(files[0].Path, Token))!.AsObject();
        Assert.Equal(["base", "left", "right", "top"], images.Select(pair => pair.Key));
        Assert.Equal(3, JsonNode.Parse(await File.ReadAllTextAsync(files[1].Path, Token))!.AsObject().Count);
    }

    [Fact]
    public async Task The_graph_of_another_decision_of_the_task_keeps_its_tasks()
    {
        var (plan, _) = await _bench.DecideAsync(Now, "images", "base");
        var files = await Files().WriteResultsAsync(plan, Token);
        string graph = files[1].Path;
        await File.WriteAllTextAsync(graph, """{"AAAAAAAAQAqAAAAAAAAAAA": {"label": "of taskgraph"}}""", Token);

        await Files().WriteResultsAsync(plan, Token);

        var tasks = JsonNode.Parse(await File.ReadAllTextAsync(graph, Token))!.AsObject();
        Assert.Equal(4, tasks.Count);
        Assert.Equal("of taskgraph", (string?)tasks["AAAAAAAAQAqAAAAAAAAAAA"]!["label"]);
    }

    [Fact]
    public async Task A_context_whose_tree_changed_is_not_written()
    {
        var (plan, inputs) = await _bench.DecideAsync(Now);
        _bench.Write("images/base/content", "changed meanwhile");

        await Assert.ThrowsAsync<SlipwayException>(() =>
            Files().WriteContextsAsync(plan, inputs, progress: null, Token));
        Assert.Empty(Directory.GetFiles(_bench.Beside("contexts")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_an_error()
    {
        var (plan, _) = await _bench.DecideAsync(Now);
        await File.WriteAllTextAsync(_bench.Beside("artifacts"), "a file", Token);

        var problem = await Assert.ThrowsAsync<SlipwayException>(() => Files().WriteResultsAsync(plan, Token));
        Assert.Equal(TaskCodes.CannotWrite, problem.Diagnostics[0].Code);
    }

    [Fact]
    public async Task What_is_uploaded_never_outlives_the_task()
    {
        var queue = new MemoryQueue();
        queue.Put(DecisionBench.Group, new JsonObject { ["expires"] = "2026-11-08T00:00:00Z" });
        var (plan, inputs) = await _bench.DecideAsync(Now);
        var files = await Files().WriteContextsAsync(plan, inputs, progress: null, Token);
        var artifacts = new RecordedUploads();

        await new DecisionUpload(queue, artifacts).RunAsync(
            files, DecisionBench.Group, 2, Now.AddDays(28), progress: null, Token);

        Assert.Equal(files.Select(file => file.Name), artifacts.Uploads.Select(upload => upload.Name));
        Assert.All(artifacts.Uploads, upload =>
        {
            Assert.Equal(new DateTimeOffset(2026, 11, 8, 0, 0, 0, TimeSpan.Zero), upload.Expires);
            Assert.Equal((DecisionBench.Group, 2), (upload.Task, upload.Run));
        });
        Assert.Equal(await File.ReadAllBytesAsync(files[0].Path, Token), artifacts.Contents[0]);
    }

    [Fact]
    public async Task Without_such_a_task_nothing_is_uploaded()
    {
        var upload = new DecisionUpload(new MemoryQueue(), new RecordedUploads());
        var problem = await Assert.ThrowsAsync<SlipwayException>(
            () => upload.RunAsync([], DecisionBench.Group, 0, Now, progress: null, Token));

        Assert.Equal(TaskCodes.NotInATask, problem.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Definitions_are_found_in_all_folders_below_and_links_are_not_followed()
    {
        _bench.Write("ci/b/two.yaml", "x");
        _bench.Write("ci/one.yml", "x");
        _bench.Write("ci/three.json", "x");
        _bench.Write("ci/README.md", "x");
        Directory.CreateSymbolicLink(Path.Join(_bench.Root, "ci", "loop"), "..");

        var files = await TaskFolder.ReadAsync(Path.Join(_bench.Root, "ci"), _bench.Root, Token);

        Assert.Equal(["b/two.yaml", "one.yml", "three.json"], files.Select(file => file.Path.Value));
        Assert.Equal("ci/b/two.yaml", files[0].TreePath?.Value);
    }

    [Theory]
    [InlineData("images")]
    [InlineData("nothing")]
    [InlineData("slipway.yml")]
    public async Task A_folder_without_definitions_is_an_error(string folder)
    {
        var problem = await Assert.ThrowsAsync<SlipwayException>(
            () => TaskFolder.ReadAsync(Path.Join(_bench.Root, folder), _bench.Root, Token));

        Assert.Equal(TaskCodes.FoldersUnreadable, problem.Diagnostics[0].Code);
    }

    private DecisionFiles Files(string contexts = "contexts") =>
        new(_bench.Tree, _bench.Beside("artifacts"), _bench.Beside(contexts));
}
