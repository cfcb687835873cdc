using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>The tasks of a push, to be changed as somebody would who has some of the keys.</summary>
internal sealed class Tasks(TrustedDeployment built, Dictionary<string, RecordedTask> tasks)
{
    private const string Graph = "public/task-graph.json";

    public RecordedTask Decision => tasks[built.Decision];

    public RecordedTask Of(string image) => tasks[built.TaskOf(image)];

    /// <summary>Another context in the place of an image's own, all hashes and signatures as they have to be.</summary>
    public async Task ReplaceContextAsync(string image, string dockerfile)
    {
        string folder = Directory.CreateTempSubdirectory("slipway-e2e-context-").FullName;
        await File.WriteAllTextAsync(Path.Join(folder, "Dockerfile"), dockerfile);
        await Tool.CheckAsync("tar", "-C", folder, "--format=ustar", "-cf", $"{folder}.tar", "Dockerfile");
        byte[] tar = await File.ReadAllBytesAsync($"{folder}.tar");
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(tar);
        }

        Directory.Delete(folder, recursive: true);
        File.Delete($"{folder}.tar");
        string path = (string)Of(image).Definition["payload"]!["env"]!["CONTEXT_PATH"]!;
        Decision.Republish(built.Worker, path, packed.ToArray());
        Redefine(image, task => task["payload"]!["env"]!["HASH"] =
            Convert.ToHexStringLower(SHA256.HashData(tar)));
    }

    /// <summary>Changes a task, the plan that it came from, and what workers signed of both.</summary>
    public void Redefine(string image, Action<JsonNode> change)
    {
        var task = Of(image);
        change(task.Definition);
        task.Resign(built.Worker, statement => change(statement["task"]!));
        var graph = JsonNode.Parse(Decision.Artifacts[Graph])!;
        change(graph[task.Id]!["task"]!);
        Decision.Republish(built.Worker, Graph, Encoding.UTF8.GetBytes(graph.ToJsonString()));
    }
}
