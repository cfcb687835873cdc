using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NSec.Cryptography;

namespace Slipway.Tests.Chains;

/// <summary>Changes a golden chain and signs it again, as its workers would have.</summary>
internal static class ChainForge
{
    private const string Statement = "public/chain-of-trust.json";
    private const string Decision = "QmyeAPjXT8ep59UxYaff9A";
    private const string Graph = "public/task-graph.json";

    /// <summary>Changes what the worker of a task wrote, and signs it with the key of its kind of worker.</summary>
    public static void Resign(JsonNode chain, string task, Action<JsonNode> change, string key = "docker-worker-3")
    {
        ResignText(
            chain,
            task,
            written =>
            {
                var statement = JsonNode.Parse(written)!;
                change(statement);
                return statement.ToJsonString();
            },
            key);
    }

    /// <summary>Changes the bytes that the worker of a task wrote, and signs them.</summary>
    public static void ResignText(
        JsonNode chain, string task, Func<string, string> change, string key = "docker-worker-3")
    {
        var artifacts = chain["tasks"]![task]!["artifacts"]!;
        string text = change((string)artifacts[Statement]!["text"]!);
        artifacts[Statement] = new JsonObject { ["text"] = text };
        artifacts[$"{Statement}.sig"] = new JsonObject { ["base64"] = Sign(text, key) };
    }

    /// <summary>Changes a definition, what the worker wrote of it, and the plan that it came from.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="task">The task.</param>
    /// <param name="change">What is changed in its definition.</param>
    /// <param name="isLink">Whether it ran; one that was only claimed has nothing that a worker wrote.</param>
    public static void Redefine(JsonNode chain, string task, Action<JsonNode> change, bool isLink = true)
    {
        change(chain["tasks"]![task]!["definition"]!);
        if (isLink)
        {
            Resign(chain, task, statement => change(statement["task"]!));
        }

        Replan(chain, graph =>
        {
            if (graph[task]?["task"] is { } planned)
            {
                change(planned);
            }
        });
    }

    /// <summary>Changes the plan of the decision, and signs for it.</summary>
    public static void Replan(JsonNode chain, Action<JsonNode> change)
    {
        var artifacts = chain["tasks"]![Decision]!["artifacts"]!;
        var graph = JsonNode.Parse((string)artifacts[Graph]!["text"]!)!;
        change(graph);
        string text = graph.ToJsonString();
        artifacts[Graph] = new JsonObject { ["text"] = text };
        Resign(chain, Decision, statement => statement["artifacts"]![Graph] = new JsonObject
        {
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        });
    }

    /// <summary>Adds a task like another one, with a plan and a signature of its own.</summary>
    public static void Copy(JsonNode chain, string task, string copy, Action<JsonNode> change)
    {
        chain["tasks"]![copy] = chain["tasks"]![task]!.DeepClone();
        Replan(chain, graph => graph[copy] = graph[task]!.DeepClone());
        Resign(chain, copy, statement => statement["taskId"] = copy);
        Redefine(chain, copy, change);
    }

    /// <summary>The intact chain as a push to a repository of level 1 would have made it.</summary>
    public static JsonNode AtLevelOne()
    {
        var chain = JsonNode.Parse(Lower(GoldenChain.Intact().ToJsonString()))!;
        chain["web"]!["https://raw.githubusercontent.com/mozilla-releng/fxci-config/main/projects.yml"] = new JsonObject
        {
            ["text"] = Lower(File.ReadAllText(Path.Join(GoldenChain.Folder, "base", "projects.yml"))),
        };
        chain["tasks"]![Decision]!["definition"]!["priority"] = "lowest";
        ResignAll(chain);
        return chain;
    }

    /// <summary>The chain of a push to GitHub as one of another revision would have made it.</summary>
    public static JsonNode AtRevision(string revision)
    {
        // Without escapes, whose digits could be some of the revision's.
        var plain = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var chain = JsonNode.Parse(GoldenChain.Chain("github-push").ToJsonString(plain).Replace(
            new string('7', 40), revision, StringComparison.Ordinal))!;
        ResignAll(chain);
        return chain;
    }

    // What workers wrote, of the definitions and texts that are there now.
    private static void ResignAll(JsonNode chain)
    {
        foreach (var (id, task) in chain["tasks"]!.AsObject())
        {
            if (task!["artifacts"]![Statement] is null)
            {
                continue;
            }

            Resign(chain, id, statement =>
            {
                statement["task"] = task["definition"]!.DeepClone();
                foreach (string name in statement["artifacts"]!.AsObject().Select(entry => entry.Key).ToList())
                {
                    if (task["artifacts"]![name]?["text"] is { } text && !task["artifacts"]![name]!.AsObject()
                        .ContainsKey("times"))
                    {
                        statement["artifacts"]![name]!["sha256"] = Convert.ToHexStringLower(
                            SHA256.HashData(Encoding.UTF8.GetBytes((string)text!)));
                    }
                }
            });
        }
    }

    // In JSON, and in JSON and YAML within it.
    private static string Lower(string text) => text
        .Replace("gecko-3", "gecko-1", StringComparison.Ordinal)
        .Replace("gecko-level-3", "gecko-level-1", StringComparison.Ordinal)
        .Replace("cache.level-3", "cache.level-1", StringComparison.Ordinal)
        .Replace("scm_level_3", "scm_level_1", StringComparison.Ordinal)
        .Replace("--level=3", "--level=1", StringComparison.Ordinal)
        .Replace("level: '3'", "level: '1'", StringComparison.Ordinal)
        .Replace("level: \\u00273\\u0027", "level: \\u00271\\u0027", StringComparison.Ordinal)
        .Replace("\"level\":\"3\"", "\"level\":\"1\"", StringComparison.Ordinal)
        .Replace(
            "\\u0022level\\u0022: \\u00223\\u0022",
            "\\u0022level\\u0022: \\u00221\\u0022",
            StringComparison.Ordinal);

    /// <summary>The public key of a kind of worker, as policies have it.</summary>
    public static string PublicKey(string name)
    {
        using var key = KeyOf(name);
        return Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    private static Key KeyOf(string name)
    {
        var keys = JsonNode.Parse(File.ReadAllText(Path.Join(GoldenChain.Folder, "base", "private-keys.json")))!;
        return Key.Import(
            SignatureAlgorithm.Ed25519,
            Convert.FromBase64String((string)keys[name]!["seed"]!),
            KeyBlobFormat.RawPrivateKey);
    }

    private static string Sign(string text, string name)
    {
        using var key = KeyOf(name);
        return Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(key, Encoding.UTF8.GetBytes(text)));
    }
}
