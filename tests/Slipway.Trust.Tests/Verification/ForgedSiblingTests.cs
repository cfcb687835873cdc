using System.Text.Json.Nodes;
using Slipway.Tests.Chains;
using static Slipway.Trust.Tests.Verification.IntactChain;

namespace Slipway.Trust.Tests.Verification;

/// <summary>
/// What lies beside the holes of the golden set: other ways to the same harm, signed well, and what looks like one of
/// them and is honest.
/// </summary>
public sealed class ForgedSiblingTests
{
    private static readonly Dictionary<string, (string? Rule, Action<JsonNode> Change)> Cases =
        new(StringComparer.Ordinal)
        {
            ["hash: empty text"] = ("4.6", chain => ProductHash(chain, new JsonObject { ["sha256"] = "" })),
            ["hash: null"] = ("4.6", chain => ProductHash(chain, new JsonObject { ["sha256"] = null })),
            ["hash: capitals"] = ("4.6", chain => ProductHash(chain, hash => hash.ToUpperInvariant())),
            ["hash: right sha256 and wrong sha512"] = ("4.6", chain =>
                ProductHash(chain, sha => new JsonObject { ["sha256"] = sha, ["sha512"] = new string('0', 128) })),
            ["hash: right sha256 and unknown"] = ("4.6", chain =>
                ProductHash(chain, sha => new JsonObject { ["sha256"] = sha, ["crc32"] = "00000000" })),
            ["glob: question mark"] = ("4.6", chain => Paths(chain, "public/build/target.tar.g?")),
            ["glob: set"] = ("4.6", chain => Paths(chain, "public/build/target.tar.[g]z")),
            ["path: empty"] = ("4.6", chain => Paths(chain, "")),
            ["path: dot"] = ("4.6", chain => Paths(chain, "./public/build/target.tar.gz")),
            ["path: two slashes"] = ("4.6", chain => Paths(chain, "public//build/target.tar.gz")),
            ["path: dots inside"] = ("4.0", chain => Paths(chain, "public/build/../build/target.tar.gz")),
            ["path: backslash"] = ("4.6", chain => Paths(chain, "public\\build\\target.tar.gz")),
            ["path: number"] = ("4.0", chain => Upstream(chain, entry => entry["paths"] = new JsonArray(5))),
            ["path: paths is text"] = ("4.0", chain => Upstream(chain, entry => entry["paths"] = Product)),
            ["path: no paths"] = ("4.0", chain => Upstream(chain, entry => entry.AsObject().Remove("paths"))),
            ["upstream: text"] = ("4.3", chain =>
                ChainForge.Redefine(chain, Signing, task =>
                    task["payload"]!["upstreamArtifacts"] = "x", isLink: false)),
            ["upstream: optional as text"] = ("7.9", chain =>
                { Upstream(chain, entry => entry["optional"] = "true"); Other(chain, Build, Product); }),
            ["cache: generic mount of level 1"] = ("7.21", chain =>
                Native(chain, payload =>
                    payload["mounts"] =
                        new JsonArray(new JsonObject { ["cacheName"] = "gecko-level-1-checkouts",
                        ["directory"] = "x" }))),
            ["cache: mounts as an object"] = ("7.21", chain =>
                Native(chain, payload =>
                    payload["mounts"] = new JsonObject { ["cacheName"] = "gecko-level-1-checkouts" })),
            ["fetches: of a stranger's task"] = (null, chain =>
                ChainForge.Redefine(chain, Build, task =>
                    task["payload"]!["env"]!["MOZ_FETCHES"] =
                        "[{\"artifact\":\"public/x\",\"task\":\"AAAAAAAAQAqAAAAAAAAAAA\"}]")),
            ["context: not published"] = ("7.2", chain =>
                chain["tasks"]![Decision]!["artifacts"]!.AsObject().Remove("public/docker-contexts/child.tar.gz")),
            ["context: not listed"] = ("7.2", chain =>
                ChainForge.Resign(chain, Decision, statement =>
                    statement["artifacts"]!.AsObject().Remove("public/docker-contexts/child.tar.gz"))),
            ["context: path is gone"] = ("7.2", chain =>
                ChainForge.Redefine(chain, Child, task => task["payload"]!["env"]!.AsObject().Remove("CONTEXT_PATH"))),
            ["context: HASH of another"] = ("7.15", chain =>
                ChainForge.Redefine(chain, Child, task => task["payload"]!["env"]!["HASH"] = new string('0', 64))),
            ["env: a list"] = ("7.21", chain =>
                ChainForge.Redefine(chain, Child, task => task["payload"]!["env"] = new JsonArray("PARENT_TASK_ID"))),
            ["env: a text"] = ("7.21", chain =>
                ChainForge.Redefine(chain, Child, task => task["payload"]!["env"] = "PARENT_TASK_ID=x")),
            ["parent: a space before"] = ("7.1", chain => Variable(chain, Child, "PARENT_TASK_ID", $" {Base}")),
            ["parent: empty"] = ("7.1", chain => Variable(chain, Child, "PARENT_TASK_ID", "")),
            ["parent: null"] = ("7.1", chain => Variable(chain, Child, "PARENT_TASK_ID", null)),
            ["parent: number"] = ("7.1", chain => Variable(chain, Child, "PARENT_TASK_ID", 5)),
            ["parent: list"] = ("7.1", chain => Variable(chain, Child, "PARENT_TASK_ID", new JsonArray(Base))),
            ["parent: a build"] = ("7.15", chain => Variable(chain, Child, "PARENT_TASK_ID", Build)),
            ["parent: the signing task"] = ("7.15", chain => Variable(chain, Child, "PARENT_TASK_ID", Signing)),
            ["parent: as an input of another name"] = ("4.2", chain =>
                ChainForge.Redefine(chain, Child, task =>
                    task["extra"]!["chainOfTrust"]!["inputs"]!["parent"] = "AAAAAAAAQAqAAAAAAAAAAA")),
            ["parent: of the build too"] = ("7.1", chain =>
                Variable(chain, Build, "PARENT_TASK_ID", "AAAAAAAAQAqAAAAAAAAAAA")),
            ["parents: SLIPWAY_PARENTS a list"] = ("7.1", chain =>
                Variable(chain, Child, "SLIPWAY_PARENTS", "[\"AAAAAAAAQAqAAAAAAAAAAA\"]")),
            ["parents: SLIPWAY_PARENTS with an object"] = ("7.1", chain =>
                Variable(chain, Child, "SLIPWAY_PARENTS", "{\"a\": {\"taskId\": \"AAAAAAAAQAqAAAAAAAAAAA\"}}")),
            ["parents: SLIPWAY_PARENTS an object"] = ("7.1", chain =>
                Variable(chain, Child, "SLIPWAY_PARENTS", new JsonObject { ["a"] = "AAAAAAAAQAqAAAAAAAAAAA" })),
            ["inputs: a list"] = ("4.11", chain =>
                ChainForge.Redefine(chain, Build, task =>
                    task["extra"]!["chainOfTrust"]!["inputs"] = new JsonArray(Child))),
            ["inputs: image's task a list"] = ("4.3", chain =>
                ChainForge.Redefine(chain, Build, task =>
                    task["extra"]!["chainOfTrust"]!["inputs"]!["docker-image"] = new JsonArray(Child))),
            ["version: true"] = ("7.7", chain => Statement(chain, "chainOfTrustVersion", true)),
            ["version: 1.5"] = ("7.7", chain => Statement(chain, "chainOfTrustVersion", 1.5)),
            ["version: gone"] = ("7.7", chain => Statement(chain, "chainOfTrustVersion", null)),
            ["run: text"] = ("7.7", chain => Statement(chain, "runId", "0")),
            ["run: false"] = ("7.7", chain => Statement(chain, "runId", false)),
            ["run: negative"] = ("7.7", chain => Statement(chain, "runId", -1)),
            ["run: null"] = ("7.7", chain => Statement(chain, "runId", null)),
            ["run: half"] = ("7.7", chain => Statement(chain, "runId", 0.5)),
            ["worker: id null"] = ("7.7", chain => Statement(chain, "workerId", null)),
            ["worker: group a list"] = ("7.7", chain => Statement(chain, "workerGroup", new JsonArray("x"))),
            ["environment: list"] = ("4.11", chain => Statement(chain, "environment", new JsonArray())),
            ["environment: text"] = ("4.11", chain => Statement(chain, "environment", "x")),
            ["environment: null"] = ("4.11", chain => Statement(chain, "environment", null)),
            ["task: null"] = ("7.7", chain => Statement(chain, "task", null)),
            ["task: text"] = ("7.7", chain => Statement(chain, "task", "x")),
            ["artifacts: list"] = ("4.6", chain => Statement(chain, "artifacts", new JsonArray())),
            ["taskId: null"] = ("4.5", chain => Statement(chain, "taskId", null)),
            ["task inside: true for 1"] = ("7.7", chain =>
                ChainForge.Resign(chain, Build, statement =>
                    statement["task"]!["payload"]!["features"]!["chainOfTrust"] = 1)),
            ["task inside: one member more"] = ("7.7", chain =>
                ChainForge.Resign(chain, Build, statement =>
                    statement["task"]!["payload"]!["more"] = new JsonObject())),
            ["task inside: null more"] = ("7.7", chain =>
                ChainForge.Resign(chain, Build, statement => statement["task"]!["payload"]!["more"] = null)),
            ["task inside: other order of a list"] = ("7.7", chain =>
                ChainForge.Resign(chain, Build, statement =>
                {
                    var list = statement["task"]!["dependencies"]!.AsArray();
                    var first = list[0]!.DeepClone();
                    list.RemoveAt(0);
                    list.Add(first);
                })),
            ["power: dind as text"] = ("7.21", chain =>
                Payload(chain, Child, "features", new JsonObject { ["chainOfTrust"] = true, ["dind"] = "yes" })),
            ["power: dind as 1"] = ("7.21", chain =>
                Payload(chain, Child, "features", new JsonObject { ["chainOfTrust"] = true, ["dind"] = 1 })),
            ["power: no seccomp"] = ("7.21", chain =>
                Payload(chain, Child, "capabilities", new JsonObject { ["disableSeccomp"] = true })),
            ["power: privileged as text"] = ("7.21", chain =>
                Payload(chain, Child, "capabilities", new JsonObject { ["privileged"] = "true" })),
            ["power: privileged false"] = (null, chain =>
                Payload(chain, Child, "capabilities", new JsonObject { ["privileged"] = false })),
            ["power: capabilities a list"] = ("7.21", chain =>
                Payload(chain, Child, "capabilities", new JsonArray("privileged"))),
            ["power: feature runAsAdministrator of docker"] = ("7.21", chain =>
                Payload(chain, Child, "features", new JsonObject { ["chainOfTrust"] =
                    true, ["runAsAdministrator"] = true })),
            ["power: interactive in the middle"] = ("4.10", chain =>
                Payload(chain, Child, "features", new JsonObject { ["chainOfTrust"] = true, ["interactive"] = "no" })),
            ["power: features gone"] = ("4.10", chain =>
                ChainForge.Redefine(chain, Child, task => task["payload"]!.AsObject().Remove("features"))),
            ["graph: 0 for false"] = ("4.8", chain =>
            {
                ChainForge.Redefine(chain, Build, task => task["payload"]!["features"]!["more"] = false);
                chain["tasks"]![Build]!["definition"]!["payload"]!["features"]!["more"] = 0;
                ChainForge.Resign(chain, Build, statement => statement["task"]!["payload"]!["features"]!["more"] = 0);
            }),
            ["graph: text for number"] = ("4.8", chain =>
            {
                chain["tasks"]![Build]!["definition"]!["payload"]!["maxRunTime"] = "3600";
                ChainForge.Resign(chain, Build, statement => statement["task"]!["payload"]!["maxRunTime"] = "3600");
            }),
            ["graph: 3600.0"] = (null, chain =>
            {
                chain["tasks"]![Build]!["definition"]!["payload"]!["maxRunTime"] = JsonNode.Parse("3600.0");
                ChainForge.Resign(chain, Build, statement =>
                    statement["task"]!["payload"]!["maxRunTime"] = JsonNode.Parse("3600.0"));
            }),
            ["graph: null where missing"] = ("4.8", chain =>
            {
                chain["tasks"]![Build]!["definition"]!["payload"]!["more"] = null;
                ChainForge.Resign(chain, Build, statement => statement["task"]!["payload"]!["more"] = null);
            }),
            ["graph: entry is a list"] = ("4.8", chain =>
                ChainForge.Replan(chain, graph => graph[Build] = new JsonArray())),
            ["graph: other dependencies"] = ("4.8", chain =>
                ChainForge.Resign(chain, Build, statement =>
                {
                    chain["tasks"]![Build]!["definition"]!["dependencies"]!.AsArray().Add("AAAAAAAAQAqAAAAAAAAAAA");
                    statement["task"]!["dependencies"]!.AsArray().Add("AAAAAAAAQAqAAAAAAAAAAA");
                })),
            ["graph: planned by datestamp object elsewhere"] = ("4.8", chain =>
                ChainForge.Replan(chain, graph =>
                    graph[Build]!["task"]!["payload"]!["command"] =
                        new JsonObject { ["relative-datestamp"] = "1 year" })),
            ["queue: taskQueueId null"] = ("7.12", chain =>
                ChainForge.Redefine(chain, Build, task => task["taskQueueId"] = null)),
            ["queue: taskQueueId in capitals"] = ("7.12", chain =>
                ChainForge.Redefine(chain, Build, task => task["taskQueueId"] = "GECKO-3/b-linux-gcp")),
            ["queue: provisioner with a slash"] = ("7.5", chain =>
                ChainForge.Redefine(chain, Build, task =>
                {
                    task["provisionerId"] = "gecko-3/b-linux";
                    task["workerType"] = "gcp";
                    task["taskQueueId"] = "gecko-3/b-linux/gcp";
                })),
            ["queue: provisioner gone"] = ("7.12", chain =>
                ChainForge.Redefine(chain, Build, task => task.AsObject().Remove("provisionerId"))),
            ["archive: not published, child the target"] = ("7.2", chain =>
            {
                Target(chain, Child, "docker-image");
                chain["tasks"]![Child]!["artifacts"]!.AsObject().Remove(Archive);
            }),
            ["archive: other bytes, base the target"] = ("7.2", chain =>
                { Target(chain, Base, "docker-image"); Other(chain, Base, Archive); }),
            ["archive: product of the target"] = ("7.2", chain =>
                { Target(chain, Build, "build"); Other(chain, Build, Product); }),
            ["archive: of image_builder"] = ("7.2", chain => Other(chain, Builder, Archive)),
            ["algorithm: in capitals"] = ("7.11", chain => ArchiveBy(chain, "SHA256", sha => sha)),
            ["algorithm: sha1"] = ("7.11", chain => ArchiveBy(chain, "sha1", _ => new string('0', 40))),
            ["algorithm: none"] = ("7.11", chain => ArchiveBy(chain, "", _ => "x")),
            ["algorithm: empty hash"] = ("7.2", chain => ArchiveBy(chain, "sha256", _ => "")),
            ["algorithm: with a space"] = ("7.11", chain => ArchiveBy(chain, "sha256 ", sha => sha)),
            ["image hash: null"] = ("7.3", chain =>
                ChainForge.Resign(chain, Builder, statement => statement["environment"]!["imageHash"] = null)),
            ["image hash: list"] = ("7.3", chain =>
                ChainForge.Resign(chain, Builder, statement =>
                    statement["environment"]!["imageHash"] =
                        new JsonArray(statement["environment"]!["imageHash"]!.DeepClone()))),
            ["image hash: without its algorithm"] = ("7.3", chain =>
                ChainForge.Resign(chain, Builder, statement =>
                    statement["environment"]!["imageHash"] = ((string)statement["environment"]!["imageHash"]!)[7..])),
            ["image hash: of the manifest"] = ("7.3", chain =>
                ChainForge.Resign(chain, Builder, statement =>
                    statement["environment"]!["imageHash"] = $"sha256:{new string('2', 64)}")),
            ["image: indexed, the build"] = ("4.11", chain =>
                ChainForge.Redefine(chain, Build, task =>
                {
                    task["payload"]!["image"] =
                        new JsonObject { ["type"] = "indexed-image", ["path"] = Archive,
                        ["namespace"] = "gecko.cache.level-3.docker-images.v2.child.latest" };
                })),
            ["image: type in capitals"] = ("4.11", chain =>
                ChainForge.Redefine(chain, Build, task => task["payload"]!["image"]!["type"] = "Task-Image")),
            ["image: no type"] = ("4.11", chain =>
                ChainForge.Redefine(chain, Build, task => task["payload"]!["image"]!.AsObject().Remove("type"))),
            ["image: list"] = ("4.11", chain =>
                ChainForge.Redefine(chain, Build, task => task["payload"]!["image"] = new JsonArray("x"))),
            ["image: docker-image object"] = ("4.11", chain =>
                ChainForge.Redefine(chain, Builder, task =>
                    task["payload"]!["image"] =
                        new JsonObject { ["type"] = "docker-image",
                        ["name"] = $"example/image_builder:6.0@sha256:{new string('2', 64)}" })),
            ["image: path of another artifact"] = ("4.11", chain =>
                ChainForge.Redefine(chain, Build, task => task["payload"]!["image"]!["path"] = "public/other.tar")),
            ["image: digest twice"] = ("7.3", chain =>
                ChainForge.Redefine(chain, Builder, task =>
                    task["payload"]!["image"] =
                        $"example/a@sha256:{new string('2', 64)}@sha256:{new string('3', 64)}")),
            ["image: digest with a tail"] = ("7.3", chain =>
                ChainForge.Redefine(chain, Builder, task =>
                    task["payload"]!["image"] = $"example/a@sha256:{new string('2', 64)}\n")),
            ["image: digest of sha512"] = ("7.3", chain =>
                ChainForge.Redefine(chain, Builder, task =>
                    task["payload"]!["image"] = $"example/a@sha512:{new string('2', 128)}")),
            ["type: an image that is an input of another name too"] = (null, chain =>
                ChainForge.Redefine(chain, Build, task =>
                {
                    task["extra"]!["chainOfTrust"]!["inputs"]!["partials"] = Base;
                })),
            ["type: image on a build pool"] = ("7.1", chain =>
                ChainForge.Redefine(chain, Base, task =>
                {
                    task["workerType"] = "b-linux-gcp";
                    task["taskQueueId"] = "gecko-3/b-linux-gcp";
                })),
            ["type: publishes an image, says it is a build"] = ("7.1", chain =>
                ChainForge.Redefine(chain, Base, task =>
                {
                    task["tags"]!["kind"] = "build";
                    task["workerType"] = "b-linux-gcp";
                    task["taskQueueId"] = "gecko-3/b-linux-gcp";
                    task["extra"]!.AsObject().Remove("imageMeta");
                })),
            ["status: exception"] = ("7.8", chain => State(chain, Builder, "exception")),
            ["status: of the base failed"] = ("7.1", chain => State(chain, Base, "failed")),
            ["status: of the decision failed"] = ("7.8", chain => State(chain, Decision, "failed")),
            ["status: null"] = ("7.7", chain => chain["tasks"]![Build]!["status"] = null),
            ["status: list"] = ("7.7", chain => chain["tasks"]![Build]!["status"] = new JsonArray()),
            ["status: state in capitals"] = ("7.8", chain => State(chain, Build, "Completed")),
            ["group: gone"] = ("7.16", chain =>
                ChainForge.Redefine(chain, Build, task => task.AsObject().Remove("taskGroupId"))),
            ["group: null"] = ("7.16", chain =>
                ChainForge.Redefine(chain, Build, task => task["taskGroupId"] = null)),
            ["group: list"] = ("7.16", chain =>
                ChainForge.Redefine(chain, Build, task => task["taskGroupId"] = new JsonArray(Decision))),
            ["group: its own"] = ("7.16", chain =>
                ChainForge.Redefine(chain, Build, task => task["taskGroupId"] = Build)),
            ["extra.parent: null"] = ("4.3", chain =>
                ChainForge.Redefine(chain, Build, task => task["extra"]!["parent"] = null)),
            ["extra.parent: list"] = ("4.3", chain =>
                ChainForge.Redefine(chain, Build, task => task["extra"]!["parent"] = new JsonArray(Decision))),
            ["extra.parent: itself"] = ("7.14", chain =>
                ChainForge.Redefine(chain, Build, task => task["extra"]!["parent"] = Build)),
            ["source: host in capitals"] = ("4.12", chain =>
                Source(chain, "https://HG.mozilla.org/mozilla-central/file/x")),
            ["source: user before the host"] = ("4.12", chain =>
                Source(chain, "https://hg.mozilla.org@evil.example/mozilla-central/file/x")),
            ["source: user of the host"] = ("4.12", chain =>
                Source(chain, "https://me@hg.mozilla.org/mozilla-central/file/x")),
            ["source: port"] = ("4.12", chain => Source(chain, "https://hg.mozilla.org:8443/mozilla-central/file/x")),
            ["source: two slashes"] = ("4.12", chain =>
                Source(chain, "https://hg.mozilla.org//mozilla-central/file/x")),
            ["source: backslash"] = ("4.12", chain =>
                Source(chain, "https://hg.mozilla.org\\@evil.example/mozilla-central/file/x")),
            ["source: backslash inside"] = ("4.12", chain =>
                Source(chain, "https://hg.mozilla.org/mozilla-central\\..\\users/stranger")),
            ["source: http"] = ("4.12", chain => Source(chain, "http://hg.mozilla.org/mozilla-central/file/x")),
            ["source: fragment"] = ("4.12", chain =>
                Source(chain, "https://evil.example/#https://hg.mozilla.org/mozilla-central")),
            ["source: one dot"] = ("4.12", chain => Source(chain, "https://hg.mozilla.org/./mozilla-central/file/x")),
            ["source: line break"] = ("4.12", chain =>
                Source(chain, "https://hg.mozilla.org/users/stranger\n/mozilla-central/file/x")),
            ["source: list"] = ("4.12", chain =>
                ChainForge.Redefine(chain, Build, task =>
                {
                    task["metadata"]!["source"] = new JsonArray("x");
                    task["payload"]!["env"]!.AsObject().Remove("GECKO_HEAD_REPOSITORY");
                })),
            ["source: longer name"] = ("4.12", chain =>
                Source(chain, "https://hg.mozilla.org/mozilla-central-evil/file/x")),
            ["key: hides an escape"] = ("7.18", chain =>
                ChainForge.ResignText(chain, Build, text =>
                    text.Replace("\"taskId\":", "\"task\\u0049d\":\"x\",\"taskId\":", StringComparison.Ordinal))),
            ["json: BOM"] = ("4.5", chain => ChainForge.ResignText(chain, Build, text => "\ufeff" + text)),
            ["json: tail"] = ("4.5", chain => ChainForge.ResignText(chain, Build, text => text + "{}")),
            ["json: comment"] = ("4.5", chain => ChainForge.ResignText(chain, Build, text => "/* */" + text)),
            ["json: trailing comma"] = ("4.5", chain => ChainForge.ResignText(chain, Build, text => text[..^1] + ",}")),
            ["json: leading zero"] = ("4.5", chain =>
                ChainForge.ResignText(chain, Build, text => text[..^1] + ",\"x\":01}")),
            ["json: minus Infinity"] = ("7.18", chain =>
                ChainForge.ResignText(chain, Build, text => text[..^1] + ",\"x\":-Infinity}")),
            ["json: lone surrogate in a value"] = ("7.18", chain =>
                ChainForge.ResignText(chain, Build, text => text[..^1] + ",\"x\":\"\\ud800\"}")),
            ["json: NUL"] = ("4.5", chain => ChainForge.ResignText(chain, Build, text => text + "\0")),
            ["json: a list around"] = ("4.5", chain => ChainForge.ResignText(chain, Build, text => $"[{text}]")),
            ["pushlog: date gone"] = ("4.9", chain => Push(chain, push => push.AsObject().Remove("date"))),
            ["pushlog: user list"] = ("4.9", chain =>
                Push(chain, push => push["user"] = new JsonArray("dev@example.org"))),
            ["pushlog: no changesets"] = ("4.9", chain => Push(chain, push => push["changesets"] = new JsonArray())),
        };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_change_gets_the_verdict_that_is_owed(string name)
    {
        var (rule, change) = Cases[name];
        var chain = GoldenChain.Intact();
        change(chain);

        var verdict = GoldenChain.Judge(chain);

        Assert.True(rule == verdict.Rule, $"{verdict.Rule}: {verdict.Reason}");
        Assert.Equal(rule is null, verdict.IsAccepted);
    }
}
