using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Model.Indexing;
using Slipway.Model.Tasks;

namespace Slipway.Decisions.Planning;

/// <summary>The payload of an image's task, in the form of the worker that will run it.</summary>
/// <remarks>
/// The forms: https://github.com/taskcluster/taskcluster/blob/v106.0.0/tools/d2g/schemas/docker-worker/v1/payload.yml
/// and https://github.com/taskcluster/taskcluster/blob/v106.0.0/workers/generic-worker/schemas/multiuser_posix.yml
/// </remarks>
internal sealed record ImagePayload(
    WorkerImplementation Implementation, string Builder, TimeSpan MaxRunTime, DateTimeOffset Expires)
{
    private const string File = "image.tar.zst";

    /// <summary>Where the builder's image leaves what it built, in docker-worker's container.</summary>
    public required string BuilderOutput { get; init; }

    /// <summary>Whether docker-worker is told what exit codes mean, be it nothing.</summary>
    public bool HasExitStatus { get; init; }

    public JsonObject Write(JsonObject environment)
    {
        string expires = IndexData.Moment(Expires);
        var payload = Implementation == WorkerImplementation.DockerWorker
            ? new JsonObject
            {
                ["image"] = Builder,
                ["artifacts"] = new JsonObject
                {
                    [ArtifactName.Image.Value] = new JsonObject
                    {
                        ["type"] = "file",
                        ["path"] = BuilderOutput,
                        ["expires"] = expires,
                    },
                },
            }
            : new JsonObject
            {
                ["command"] = new JsonArray(new JsonArray("slipway", "build-task", "--output", File)),
                ["artifacts"] = new JsonArray(new JsonObject
                {
                    ["type"] = "file",
                    ["name"] = ArtifactName.Image.Value,
                    ["path"] = File,
                    ["contentType"] = "application/zstd",
                    ["expires"] = expires,
                }),
            };
        if (HasExitStatus && Implementation == WorkerImplementation.DockerWorker)
        {
            payload["onExitStatus"] = new JsonObject();
        }

        payload["env"] = environment;
        payload["maxRunTime"] = (long)MaxRunTime.TotalSeconds;
        payload["features"] = new JsonObject { ["chainOfTrust"] = true, ["taskclusterProxy"] = true };
        return payload;
    }
}
