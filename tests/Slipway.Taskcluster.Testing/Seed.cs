using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Objects;
using Slipway.Taskcluster.Testing.Queue;

namespace Slipway.Taskcluster.Testing;

/// <summary>Puts tasks into the Queue as if they had run, without anybody asking.</summary>
internal sealed class Seed(ServerState state)
{
    public string Add(string id, string result, JsonObject changes, IReadOnlyCollection<SeededArtifact> artifacts)
    {
        lock (state.Gate)
        {
            var now = state.Now;
            var request = new JsonObject
            {
                ["provisionerId"] = "proj",
                ["workerType"] = "ci",
                ["created"] = JsonTexts.Time(now),
                ["deadline"] = JsonTexts.Time(now.AddHours(1)),
                ["payload"] = new JsonObject(),
                ["metadata"] = new JsonObject
                {
                    ["name"] = "seeded",
                    ["description"] = "A task of a test.",
                    ["owner"] = "team@example.com",
                    ["source"] = "https://example.com/repo",
                },
            };
            foreach (var (name, value) in changes)
            {
                request[name] = value?.DeepClone();
            }

            var problems = TaskShape.Request.Check(request);
            if (problems.Count > 0)
            {
                throw new ArgumentException(string.Join('\n', problems), nameof(changes));
            }

            var task = new TaskRecord(id, TaskDefinition.CheckTimes(id, TaskDefinition.Complete(request), now));
            state.Tasks.Add(task);
            if (result != RunState.Unscheduled)
            {
                Run(task, result, artifacts);
            }

            return id;
        }
    }

    private void Run(TaskRecord task, string result, IReadOnlyCollection<SeededArtifact> artifacts)
    {
        TaskBook.Schedule(task, state.Now);
        if (result == RunState.Pending)
        {
            return;
        }

        var run = task.Runs[0];
        (run.State, run.WorkerGroup, run.WorkerId, run.Started) = (RunState.Running, "seed", "seed", state.Now);
        run.TakenUntil = state.Now + state.ClaimTime;
        foreach (var artifact in artifacts)
        {
            Store(task, artifact);
        }

        if (result != RunState.Running)
        {
            state.Tasks.Resolve(task, result, result == RunState.Exception ? "internal-error" : result, state.Now);
        }
    }

    private void Store(TaskRecord task, SeededArtifact artifact)
    {
        string text = Encoding.UTF8.GetString(artifact.Content);
        var details = artifact.StorageType switch
        {
            "reference" => new JsonObject { ["url"] = text },
            "link" => new JsonObject { ["artifact"] = text },
            "error" => new JsonObject { ["message"] = text, ["reason"] = "file-missing-on-worker" },
            _ => [],
        };
        task.Runs[0].Artifacts[artifact.Name] = new ArtifactRecord(
            artifact.Name, artifact.StorageType, artifact.ContentType, task.Expires, details)
        {
            IsPresent = true,
        };
        switch (artifact.StorageType)
        {
            case "s3":
                state.Blobs.Put(
                    ArtifactWriter.BlobKey(task.Id, 0, artifact.Name),
                    artifact.Content,
                    artifact.ContentType,
                    artifact.ContentEncoding);
                break;
            case "object":
                var stored = new StoredObject(
                    ArtifactWriter.ObjectName(task.Id, 0, artifact.Name),
                    task.Definition.Text("projectId"),
                    task.Expires);
                stored.Hashes["sha256"] = Convert.ToHexStringLower(SHA256.HashData(artifact.Content));
                stored.Hashes["sha512"] = Convert.ToHexStringLower(SHA512.HashData(artifact.Content));
                state.Objects.Add(stored);
                state.Blobs.Put(stored.Key, artifact.Content, artifact.ContentType, artifact.ContentEncoding);
                break;
        }
    }
}
