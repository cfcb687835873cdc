using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NSec.Cryptography;

namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>Writes down what a worker answers for: which bytes a run has made, and in which image it ran.</summary>
/// <remarks>https://scriptworker.readthedocs.io/en/latest/chain_of_trust.html</remarks>
internal sealed class ChainOfTrustWriter(SignedHttp http, WorkerTask task, WorkerOptions options)
{
    // Of the length of an Ed25519 signature; a worker without a key makes one that nobody believes.
    private const int SignatureLength = 64;

    /// <summary>Writes the JSON and its signature into the task's folder.</summary>
    public async Task<(WorkerArtifact Json, WorkerArtifact Signature)> WriteAsync(
        IEnumerable<KeyValuePair<string, string>> hashes, CancellationToken cancellationToken)
    {
        var json = new JsonObject
        {
            ["chainOfTrustVersion"] = 1,
            ["artifacts"] = new JsonObject(hashes.Select(one =>
                KeyValuePair.Create(one.Key, (JsonNode?)new JsonObject { ["sha256"] = one.Value }))),
            ["task"] = task.Definition.DeepClone(),
            ["taskId"] = task.Id,
            ["runId"] = task.Run,
            ["workerGroup"] = options.Group,
            ["workerId"] = options.Id,
            ["environment"] = await EnvironmentAsync(cancellationToken),
        };
        string file = Path.Join(task.Folder, "chain-of-trust.json");
        string signature = $"{file}.sig";
        byte[] content = Encoding.UTF8.GetBytes(json.ToJsonString(JsonTexts.Indented));
        await File.WriteAllBytesAsync(file, content, cancellationToken);
        await File.WriteAllBytesAsync(signature, Sign(content), cancellationToken);
        return (
            new WorkerArtifact("public/chain-of-trust.json", file, "text/plain; charset=utf-8", task.Expires),
            new WorkerArtifact("public/chain-of-trust.json.sig", signature, "application/octet-stream", task.Expires));
    }

    private byte[] Sign(byte[] content)
    {
        if (options.Key.IsEmpty)
        {
            return RandomNumberGenerator.GetBytes(SignatureLength);
        }

        using var key = Key.Import(SignatureAlgorithm.Ed25519, options.Key.AsSpan(), KeyBlobFormat.RawPrivateKey);
        return SignatureAlgorithm.Ed25519.Sign(key, content);
    }

    private async Task<JsonObject> EnvironmentAsync(CancellationToken cancellationToken)
    {
        var environment = new JsonObject { ["instanceId"] = options.Id, ["region"] = options.Group };
        if (options.ImageHash(task) is { } ran)
        {
            environment["imageHash"] = ran;
        }

        if (task.Payload["image"] is JsonObject image
            && await FindImageTaskAsync(image, cancellationToken) is { } id)
        {
            string path = image["path"]?.GetValue<string>() ?? "public/image.tar.zst";
            var content = await http.CallAsync(
                task.Credentials,
                "GET",
                $"/api/queue/v1/task/{id}/artifacts/{Uri.EscapeDataString(path)}",
                null,
                cancellationToken);
            await using var bytes = await http.GetAsync(content!.Text("url"), cancellationToken);
            environment["imageArtifactHash"] =
                $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken))}";
        }

        return environment;
    }

    private async Task<string?> FindImageTaskAsync(JsonObject image, CancellationToken cancellationToken) =>
        image.Text("type") switch
        {
            "task-image" => image.Text("taskId"),
            "indexed-image" => (await http.CallAsync(
                task.Credentials, "GET", $"/api/index/v1/task/{image.Text("namespace")}", null, cancellationToken))!
                .Text("taskId"),
            _ => null,
        };
}
