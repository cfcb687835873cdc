using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>A task as a deployment had it, to be changed and put into another one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">As the Queue answers it.</param>
/// <param name="Worker">Group and id of the worker that ran it.</param>
/// <param name="Artifacts">By name.</param>
internal sealed record RecordedTask(
    string Id, JsonObject Definition, (string Group, string Id) Worker, Dictionary<string, byte[]> Artifacts)
{
    public const string Image = "public/image.tar.zst";
    public const string Statement = "public/chain-of-trust.json";
    public const string Signature = "public/chain-of-trust.json.sig";

    public JsonObject Signed => JsonNode.Parse(Artifacts[Statement])!.AsObject();

    public RecordedTask Copy() => new(
        Id, Definition.DeepClone().AsObject(), Worker, Artifacts.ToDictionary(pair => pair.Key, pair => pair.Value));

    /// <summary>Changes what the worker wrote, and signs it.</summary>
    public void Resign(WorkerSigner signer, Action<JsonObject>? change = null)
    {
        var statement = Signed;
        change?.Invoke(statement);
        byte[] content = Encoding.UTF8.GetBytes(statement.ToJsonString());
        Artifacts[Statement] = content;
        Artifacts[Signature] = signer.Sign(content);
    }

    /// <summary>Puts other bytes in the place of an artifact, and lets the worker sign for them.</summary>
    public void Republish(WorkerSigner signer, string name, byte[] content)
    {
        Artifacts[name] = content;
        Resign(signer, statement => statement["artifacts"]![name] = new JsonObject
        {
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)),
        });
    }

    public void AddTo(TaskclusterServer server)
    {
        server.AddRecorded(
            Id,
            Definition,
            Worker,
            [.. Artifacts.Select(artifact => new SeededArtifact(artifact.Key, artifact.Value))]);
    }
}
