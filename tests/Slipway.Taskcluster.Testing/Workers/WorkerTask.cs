using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>A run of a task that a worker has claimed.</summary>
/// <param name="Id">The task.</param>
/// <param name="Run">The run, from 0 on.</param>
/// <param name="Definition">The task's definition.</param>
/// <param name="Credentials">Those of the run.</param>
/// <param name="Folder">Stands for the root of the task's container.</param>
public sealed record WorkerTask(
    string Id, int Run, JsonObject Definition, TestCredentials Credentials, string Folder)
{
    public JsonObject Payload => (JsonObject)Definition["payload"]!;

    /// <summary>Until when the artifacts of the task are kept at most.</summary>
    public DateTimeOffset Expires => Definition.Time("expires");

    public TimeSpan MaxRunTime => TimeSpan.FromSeconds(Payload["maxRunTime"]?.GetValue<int>() ?? 600);

    public ImmutableSortedDictionary<string, string> Environment =>
        (Payload["env"] as JsonObject ?? []).ToImmutableSortedDictionary(
            one => one.Key, one => one.Value!.GetValue<string>(), StringComparer.Ordinal);

    /// <summary>
    /// What the payload wants to have uploaded: docker-worker has a map by name, generic-worker a list.
    /// </summary>
    public ImmutableArray<WorkerArtifact> Artifacts =>
        Payload["artifacts"] switch
        {
            JsonObject byName => [.. byName.Select(one => Artifact(one.Key, (JsonObject)one.Value!))],
            JsonArray list =>
            [
                .. list.OfType<JsonObject>()
                    .Select(one => Artifact((one["name"] ?? one["path"])!.GetValue<string>(), one)),
            ],
            _ => [],
        };

    /// <summary>Whether the payload turns on a feature, such as <c>chainOfTrust</c>.</summary>
    public bool Has(string feature) => (bool?)(Payload["features"] as JsonObject)?[feature] ?? false;

    /// <summary>Where a path of the container is on this machine.</summary>
    public string MapPath(string path) => Path.Join(Folder, path);

    /// <summary>What a folder holds that the payload wants to have uploaded whole; a file is itself.</summary>
    public IEnumerable<WorkerArtifact> FilesOf(WorkerArtifact artifact) => Directory.Exists(artifact.File)
        ? Directory.EnumerateFiles(artifact.File, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => artifact with
            {
                Name = $"{artifact.Name}/{Path.GetRelativePath(artifact.File, file)}",
                File = file,
            })
        : [artifact];

    private WorkerArtifact Artifact(string name, JsonObject artifact) => new(
        name,
        MapPath(artifact.Text("path")),
        artifact["contentType"]?.GetValue<string>() ?? "application/octet-stream",
        artifact["expires"] is null || artifact.Time("expires") > Expires ? Expires : artifact.Time("expires"));
}
