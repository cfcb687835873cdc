using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Tests.Chains;

namespace Slipway.Trust.Tests.Verification;

/// <summary>The tasks of the intact chain, and changes of it that more than one test makes, each signed well.</summary>
internal static class IntactChain
{
    public const string Decision = "QmyeAPjXT8ep59UxYaff9A";
    public const string Builder = "GbLcw37FQJStisZVydbs9A";
    public const string Base = "ZHHmWhJOQYG3w71wxvE3MA";
    public const string Child = "HAz8620TRyqM8D7V1yXEIw";
    public const string Build = "D4RrhTd-S1uCmLXimZvtXg";
    public const string Signing = "fODHpjl9RdihStbzrTM35w";
    public const string Archive = "public/image.tar.zst";
    public const string Product = "public/build/target.tar.gz";

    public static void Target(JsonNode chain, string task, string type) => chain["target"] = new JsonObject
    {
        ["taskId"] = task,
        ["taskType"] = type,
        ["finished"] = true,
    };

    public static void Queue(JsonNode task, string pool)
    {
        if (task["taskQueueId"] is not null)
        {
            task["taskQueueId"] = pool;
        }
    }

    public static JsonNode EnvironmentOf(JsonNode statement) => statement["environment"]!;

    public static void Move(
        JsonNode chain, string task, string provisioner, string workerType, bool isLink = true) => ChainForge.Redefine(
            chain,
            task,
            definition =>
            {
                definition["provisionerId"] = provisioner;
                definition["workerType"] = workerType;
                Queue(definition, $"{provisioner}/{workerType}");
            },
            isLink: isLink);

    public static void Cache(JsonNode chain, string name) => ChainForge.Redefine(chain, Child, task =>
        task["payload"]!["cache"] = new JsonObject { [name] = "/builds" });

    public static void Native(JsonNode chain, Action<JsonNode> change)
    {
        ChainForge.Redefine(chain, Build, task =>
        {
            task["payload"]!.AsObject().Remove("image");
            task["payload"]!["osGroups"] = new JsonArray();
            task["payload"]!["mounts"] = new JsonArray();
            task["extra"]!.AsObject().Remove("chainOfTrust");
            task["tags"]!["worker-implementation"] = "generic-worker";
            change(task["payload"]!);
        });
        ChainForge.Resign(chain, Build, _ => { }, "generic-worker-3");
    }

    public static void Runs(JsonNode chain, params int[] ids)
    {
        var status = chain["tasks"]![Build]!["status"]!;
        var run = status["runs"]![0]!;
        status["runs"] = new JsonArray([.. ids.Select(id =>
        {
            var copy = run.DeepClone();
            copy["runId"] = id;
            return copy;
        })]);
    }

    public static void Number(JsonNode chain, string task, string number) => ChainForge.Resign(
        chain, task, statement => statement["more"] = JsonNode.Parse(number));

    public static void Source(JsonNode chain, string address) => ChainForge.Redefine(chain, Build, task =>
    {
        task["metadata"]!["source"] = address;
        task["payload"]!["env"]!.AsObject().Remove("GECKO_HEAD_REPOSITORY");
    });

    public static void Repository(JsonNode chain, JsonNode? address) => ChainForge.Redefine(chain, Build, task =>
        task["payload"]!["env"]!["GECKO_HEAD_REPOSITORY"] = address?.DeepClone());

    public static void Scopes(JsonNode chain, string task, JsonNode scopes) => ChainForge.Redefine(
        chain, task, definition => definition["scopes"] = scopes.DeepClone(), isLink: task != Signing);

    public static void Rewrite(JsonNode chain, string name, Func<string, string> change)
    {
        var body = chain["tasks"]![Decision]!["artifacts"]![name]!;
        string text = change((string)body["text"]!);
        body["text"] = text;
        ChainForge.Resign(chain, Decision, statement => statement["artifacts"]![name] = new JsonObject
        {
            ["sha256"] = Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        });
    }

    // The template names the image by its task, as no template can before that task is planned.
    public static void OwnImage(JsonNode chain)
    {
        var web = chain["web"]!.AsObject();
        string address = web.Select(page => page.Key).Single(
            page => page.EndsWith("/.taskcluster.yml", StringComparison.Ordinal));
        string pinned = $"'example/taskgraph:decision-v9@sha256:{new string('1', 64)}'";
        string template = File.ReadAllText(Path.Join(GoldenChain.Folder, "base", "taskcluster.yml"));
        Assert.Contains(pinned, template, StringComparison.Ordinal);
        web[address] = new JsonObject
        {
            ["text"] = template
                .Replace(pinned, $"{{type: task-image, path: {Archive}, taskId: {Child}}}", StringComparison.Ordinal)
                .Replace(
                    "- tasks_for: '${tasks_for}'",
                    $"- tasks_for: '${{tasks_for}}'\n{new string(' ', 18)}"
                        + $"chainOfTrust: {{inputs: {{docker-image: {Child}}}}}",
                    StringComparison.Ordinal),
        };
        ChainForge.Redefine(chain, Decision, task =>
        {
            task["payload"]!["image"] = new JsonObject
            {
                ["type"] = "task-image", ["path"] = Archive, ["taskId"] = Child,
            };
            task["extra"]!["chainOfTrust"] = new JsonObject
            {
                ["inputs"] = new JsonObject { ["docker-image"] = Child },
            };
        });
        var published = chain["tasks"]![Build]!["artifacts"]!;
        var built = JsonNode.Parse((string)published["public/chain-of-trust.json"]!["text"]!)!;
        ChainForge.Resign(chain, Decision, statement =>
        {
            foreach (string name in (string[])["imageHash", "imageArtifactHash"])
            {
                EnvironmentOf(statement)[name] = EnvironmentOf(built)[name]!.DeepClone();
            }
        });
    }

    // Another decision of the same push, which nobody walks to as a parent.
    public static string Decision2(JsonNode chain)
    {
        const string Id = "DDDDDDDDQDqDDDDDDDDDDA";
        if (chain["tasks"]![Id] is null)
        {
            chain["tasks"]![Id] = chain["tasks"]![Decision]!.DeepClone();
            ChainForge.Resign(chain, Id, statement => statement["taskId"] = Id);
            ChainForge.Replan(chain, graph => graph[Id] = new JsonObject
            {
                ["task"] = chain["tasks"]![Id]!["definition"]!.DeepClone(),
            });
        }

        return Id;
    }

    public static void Reparameter(JsonNode chain, string from, string to)
    {
        const string Parameters = "public/parameters.yml";
        var body = chain["tasks"]![Decision]!["artifacts"]![Parameters]!;
        string text = (string)body["text"]!;
        Assert.Contains(from, text, StringComparison.Ordinal);
        text = text.Replace(from, to, StringComparison.Ordinal);
        body["text"] = text;
        ChainForge.Resign(chain, Decision, statement => statement["artifacts"]![Parameters] = new JsonObject
        {
            ["sha256"] = Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        });
    }

    public static void Upstream(JsonNode chain, Action<JsonNode> change)
    {
        change(chain["tasks"]![Signing]!["definition"]!["payload"]!["upstreamArtifacts"]![0]!);
        ChainForge.Replan(chain, graph => change(graph[Signing]!["task"]!["payload"]!["upstreamArtifacts"]![0]!));
    }

    // image_builder publishes a second image, in which only the base is built.
    public static void OtherArchive(JsonNode chain, string path, string content)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        chain["tasks"]![Builder]!["artifacts"]![path] = new JsonObject { ["text"] = content };
        ChainForge.Resign(chain, Builder, statement =>
            statement["artifacts"]![path] = new JsonObject { ["sha256"] = hash });
        ChainForge.Redefine(chain, Base, task => task["payload"]!["image"]!["path"] = path);
        ChainForge.Resign(chain, Base, statement =>
            EnvironmentOf(statement)["imageArtifactHash"] = $"sha256:{hash}");
    }

    public static void NotPlain(JsonNode chain)
    {
        ChainForge.Replan(chain, graph => graph["more"] = "NOT A NUMBER");
        var graphBody = chain["tasks"]![Decision]!["artifacts"]!["public/task-graph.json"]!;
        string text = ((string)graphBody["text"]!).Replace("\"NOT A NUMBER\"", "NaN", StringComparison.Ordinal);
        graphBody["text"] = text;
        ChainForge.Resign(chain, Decision, statement =>
            statement["artifacts"]!["public/task-graph.json"]!["sha256"] = Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    public static void ProductHash(JsonNode chain, JsonNode entry) => ChainForge.Resign(
        chain, Build, statement => statement["artifacts"]![Product] = entry.DeepClone());

    public static void ProductHash(JsonNode chain, Func<string, string> change) =>
        ProductHash(chain, sha => new JsonObject { ["sha256"] = change(sha) });

    public static void ProductHash(JsonNode chain, Func<string, JsonNode> change) => ChainForge.Resign(
        chain, Build, statement =>
            statement["artifacts"]![Product] = change((string)statement["artifacts"]![Product]!["sha256"]!));

    public static void Paths(JsonNode chain, string path) =>
        Upstream(chain, entry => entry["paths"] = new JsonArray(path));

    public static void Other(JsonNode chain, string task, string name) =>
        chain["tasks"]![task]!["artifacts"]![name] = new JsonObject { ["text"] = "x" };

    public static void Variable(JsonNode chain, string task, string name, JsonNode? value, bool gone = false) =>
        ChainForge.Redefine(chain, task, definition =>
        {
            var env = definition["payload"]!["env"]!.AsObject();
            if (gone)
            {
                env.Remove(name);
            }
            else
            {
                env[name] = value?.DeepClone();
            }
        });

    public static void Payload(JsonNode chain, string task, string name, JsonNode value) => ChainForge.Redefine(
        chain, task, definition => definition["payload"]![name] = value.DeepClone());

    public static void Statement(JsonNode chain, string name, JsonNode? value) => ChainForge.Resign(
        chain, Build, statement =>
        {
            if (value is null && name == "chainOfTrustVersion")
            {
                statement.AsObject().Remove(name);
            }
            else
            {
                statement[name] = value?.DeepClone();
            }
        });

    public static void State(JsonNode chain, string task, string state)
    {
        chain["tasks"]![task]!["status"]!["state"] = state;
        chain["tasks"]![task]!["status"]!["runs"]![0]!["state"] = state;
    }

    public static void ArchiveBy(JsonNode chain, string algorithm, Func<string, string> change)
    {
        string hash = string.Empty;
        ChainForge.Resign(chain, Child, statement =>
        {
            hash = change((string)statement["artifacts"]![Archive]!["sha256"]!);
            statement["artifacts"]![Archive]![algorithm] = hash;
        });
        ChainForge.Resign(chain, Build, statement =>
            statement["environment"]!["imageArtifactHash"] = $"{algorithm}:{hash}");
    }

    public static void Push(JsonNode chain, Action<JsonNode> change)
    {
        var web = chain["web"]!.AsObject();
        string address = web.Select(page => page.Key).Single(
            page => page.Contains("json-pushes", StringComparison.Ordinal));
        var log = JsonNode.Parse((string)web[address]!["text"]!)!;
        foreach (var push in log["pushes"]!.AsObject().Select(entry => entry.Value!).ToList())
        {
            change(push);
        }

        web[address] = new JsonObject { ["text"] = log.ToJsonString() };
    }
}
