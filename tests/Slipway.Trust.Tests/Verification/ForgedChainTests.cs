using System.Text.Json.Nodes;
using Slipway.Tests.Chains;
using Slipway.Trust.Verification;
using static Slipway.Trust.Tests.Verification.IntactChain;

namespace Slipway.Trust.Tests.Verification;

/// <summary>Changes of the intact chain that are signed well, and what is owed on each.</summary>
public sealed class ForgedChainTests
{
    private static readonly Dictionary<string, (string? Rule, Action<JsonNode> Change)> Cases =
        new(StringComparer.Ordinal)
        {
            ["nothing but new signatures"] = (null, chain => ChainForge.Resign(chain, Build, _ => { })),
            ["the base is asked for"] = (null, chain => Target(chain, Base, "docker-image")),
            ["the decision is asked for"] = (null, chain => Target(chain, Decision, "decision")),
            ["the build is asked for"] = (null, chain => Target(chain, Build, "build")),
            ["a mutable tag"] = ("7.3", chain => ChainForge.Redefine(
                chain, Builder, task => task["payload"]!["image"] = "example/image_builder:6.0")),
            ["a short digest"] = ("7.3", chain => ChainForge.Redefine(
                chain, Builder, task => task["payload"]!["image"] = "example/image_builder@sha256:2222")),
            ["an image hash in capitals"] = ("7.3", chain => ChainForge.Resign(chain, Build, statement =>
                EnvironmentOf(statement)["imageHash"] = $"sha256:{new string('A', 64)}")),
            ["an image hash that is missing, of a build in a task's image"] = (null, chain => ChainForge.Resign(
                chain, Build, statement => EnvironmentOf(statement).AsObject().Remove("imageHash"))),
            ["an image hash that nobody allowed, of image_builder"] = ("7.3", chain => ChainForge.Resign(
                chain, Builder, statement => EnvironmentOf(statement)["imageHash"] = $"sha256:{new string('5', 64)}")),
            ["an image hash that is missing, of image_builder"] = ("7.3", chain => ChainForge.Resign(
                chain, Builder, statement => EnvironmentOf(statement).AsObject().Remove("imageHash"))),
            ["any registry image, where the policy allows that"] = (null, chain =>
            {
                chain["context"]!["prebuilt_docker_image_task_types"] = "any";
                ChainForge.Redefine(chain, Build, task =>
                {
                    task["payload"]!["image"] = $"example/build@sha256:{new string('3', 64)}";
                    task["extra"]!.AsObject().Remove("chainOfTrust");
                });
            }),
            ["a second run that completed"] = (null, chain =>
            {
                chain["tasks"]![Build]!["status"]!["runs"]!.AsArray().Add(
                    chain["tasks"]![Build]!["status"]!["runs"]![0]!.DeepClone());
                chain["tasks"]![Build]!["status"]!["runs"]![0]!["state"] = "exception";
                chain["tasks"]![Build]!["status"]!["runs"]![1]!["runId"] = 1;
                ChainForge.Resign(chain, Build, statement => statement["runId"] = 1);
            }),
            ["a native task of generic-worker"] = (null, chain =>
            {
                ChainForge.Redefine(chain, Build, task =>
                {
                    task["payload"]!.AsObject().Remove("image");
                    task["payload"]!["osGroups"] = new JsonArray();
                    task["payload"]!["mounts"] = new JsonArray();
                    task["extra"]!.AsObject().Remove("chainOfTrust");
                    task["tags"]!["worker-implementation"] = "generic-worker";
                });
                ChainForge.Resign(
                    chain,
                    Build,
                    statement => EnvironmentOf(statement).AsObject().Remove("imageHash"),
                    "generic-worker-3");
            }),
            ["an administrator"] = ("7.21", chain =>
            {
                ChainForge.Redefine(chain, Build, task =>
                {
                    task["payload"]!.AsObject().Remove("image");
                    task["payload"]!["osGroups"] = new JsonArray("Administrators");
                    task["extra"]!.AsObject().Remove("chainOfTrust");
                    task["tags"]!["worker-implementation"] = "generic-worker";
                });
                ChainForge.Resign(chain, Build, _ => { }, "generic-worker-3");
            }),
            ["an archive by MD5"] = ("7.11", chain =>
            {
                ChainForge.Resign(chain, Child, statement =>
                    statement["artifacts"]![Archive]!["md5"] = new string('0', 32));
                ChainForge.Resign(chain, Build, statement =>
                    EnvironmentOf(statement)["imageArtifactHash"] = $"md5:{new string('0', 32)}");
            }),
            ["an archive without a hash"] = ("7.1", chain => ChainForge.Resign(chain, Base, statement =>
                statement["artifacts"]![Archive] = new JsonObject())),
            ["a plan without a hash"] = ("7.10", chain => ChainForge.Resign(chain, Decision, statement =>
                statement["artifacts"]!["public/actions.json"] = new JsonObject())),
            ["a privileged task"] = ("7.21", chain => ChainForge.Redefine(chain, Child, task =>
                task["payload"]!["capabilities"] = new JsonObject { ["privileged"] = true })),
            ["a privileged parent"] = ("7.1", chain => ChainForge.Redefine(chain, Base, task =>
                task["payload"]!["capabilities"] = new JsonObject { ["privileged"] = true })),
            ["a cache of its own level"] = (null, chain => ChainForge.Redefine(chain, Child, task =>
                task["payload"]!["cache"] = new JsonObject { ["gecko-level-3-checkouts"] = "/builds" })),
            ["an image of a lower level"] = ("7.5", chain => ChainForge.Redefine(chain, Child, task =>
            {
                task["provisionerId"] = "gecko-1";
                Queue(task, "gecko-1/images-gcp");
            })),
            ["a task with more than its plan"] = ("7.13", chain =>
            {
                chain["tasks"]![Build]!["definition"]!["novelty"] = true;
                ChainForge.Resign(chain, Build, statement => statement["task"]!["novelty"] = true);
            }),
            ["a task with what the Queue adds"] = (null, chain => ChainForge.Replan(chain, graph =>
            {
                var planned = graph[Build]!["task"]!.AsObject();
                planned.Remove("retries");
                planned.Remove("requires");
                planned.Remove("routes");
                planned.Remove("scopes");
            })),
            ["a parent that plans nothing"] = ("7.14", chain => ChainForge.Redefine(chain, Builder, task =>
                task["extra"]!["parent"] = Child)),
            ["its own image"] = ("7.22", chain => ChainForge.Redefine(chain, Base, task =>
                task["payload"]!["env"]!["PARENT_TASK_ID"] = Base)),
            ["a parent that is unknown"] = ("7.1", chain => ChainForge.Redefine(chain, Child, task =>
                task["payload"]!["env"]!["PARENT_TASK_ID"] = "AAAAAAAAQAqAAAAAAAAAAA")),
            ["a context of somebody else"] = ("7.2", chain => ChainForge.Redefine(chain, Child, task =>
                task["payload"]!["env"]!["CONTEXT_TASK_ID"] = Builder)),
            ["a run that is not over"] = ("7.8", chain => chain["tasks"]![Build]!["status"]!["state"] = "running"),
            ["a run without a worker"] = ("7.7", chain =>
                chain["tasks"]![Build]!["status"]!["runs"]![0]!.AsObject().Remove("workerId")),
            ["a task without runs"] = ("7.7", chain => chain["tasks"]![Build]!["status"]!["runs"] = new JsonArray()),
            ["a text for a version"] = ("7.7", chain => ChainForge.Resign(chain, Build, statement =>
                statement["chainOfTrustVersion"] = "1")),
            ["a version that is 1.0"] = (null, chain => ChainForge.Resign(chain, Build, statement =>
                statement["chainOfTrustVersion"] = JsonNode.Parse("1.0"))),
            ["an optional artifact of other bytes"] = ("7.9", chain =>
            {
                Upstream(chain, entry => entry["optional"] = true);
                chain["tasks"]![Build]!["artifacts"]!["public/build/target.tar.gz"] = new JsonObject { ["text"] = "x" };
            }),
            ["an optional artifact that no worker signed, and that is not taken"] = (null, chain =>
            {
                Upstream(chain, entry => entry["optional"] = true);
                ChainForge.Resign(chain, Build, statement =>
                    statement["artifacts"]!.AsObject().Remove("public/build/target.tar.gz"));
            }),
            ["an optional artifact that nobody published or signed"] = (null, chain =>
            {
                Upstream(chain, entry => entry["optional"] = true);
                chain["tasks"]![Build]!["artifacts"]!.AsObject().Remove("public/build/target.tar.gz");
                ChainForge.Resign(chain, Build, statement =>
                    statement["artifacts"]!.AsObject().Remove("public/build/target.tar.gz"));
            }),
            ["a plan whose queue is no text"] = ("7.13", chain => ChainForge.Replan(chain, graph =>
            {
                var planned = graph[Child]!["task"]!.AsObject();
                planned["taskQueueId"] = 5;
                planned.Remove("provisionerId");
                planned.Remove("workerType");
            })),
            ["a decision as the image that a parent was built on"] = ("7.1", chain => ChainForge.Redefine(
                chain, Base, task => task["payload"]!["env"]!["PARENT_TASK_ID"] = Decision)),
            ["an archive that only a parent ran in, of other bytes"] = ("7.1", chain =>
            {
                OtherArchive(chain, "public/other.tar", "the archive");
                chain["tasks"]![Builder]!["artifacts"]!["public/other.tar"] = new JsonObject { ["text"] = "another" };
            }),
            ["an archive that only a parent ran in"] = (null, chain =>
                OtherArchive(chain, "public/other.tar", "the archive")),
            ["no keys at all"] = ("4.5", chain => chain["keys"]!["docker-worker"] = new JsonArray()),
            ["a broken key behind the right one"] = (null, chain =>
                chain["keys"]!["docker-worker"]!.AsArray().Add("eHh4")),
            ["a chain that is too long"] = ("4.3", chain => chain["context"]!["max_chain_length"] = 1),
            ["two restricted scopes for one"] = ("4.12", chain =>
                chain["context"]!["cot_restricted_scopes"]!["project:releng:*"] = "all-nightly-branches"),
            ["an interactive variable"] = ("4.10", chain => ChainForge.Redefine(chain, Build, task =>
                task["payload"]!["env"]!["TASKCLUSTER_INTERACTIVE"] = "true")),
            ["a sibling of another repository"] = ("4.12", chain => ChainForge.Redefine(chain, Build, task =>
            {
                task["metadata"]!["source"] = "https://hg.mozilla.org/integration/autoland/file/x";
                task["payload"]!["env"]!["GECKO_HEAD_REPOSITORY"] = "https://hg.mozilla.org/integration/autoland";
            })),
            ["dots behind percent signs"] = ("7.20", chain => ChainForge.Redefine(chain, Build, task =>
                task["metadata"]!["source"] = "https://hg.mozilla.org/mozilla-central/%2e%2e/users/x")),
            ["a decision that is called a build"] = ("7.15", chain =>
            {
                chain["context"]!["prebuilt_docker_image_task_types"] = "any";
                ChainForge.Redefine(chain, Build, task =>
                    task["extra"]!["chainOfTrust"]!["inputs"]!["l10n"] = Decision2(chain));
            }),
            ["an image that says its name in two ways"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!["imageName"] = "other")),
            ["an image that says its context in two ways"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!["contextHash"] = new string('0', 64))),
            ["an image that says another level than its pool"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!["level"] = "1")),
            ["an image that says its level as a number"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!["level"] = 3)),
            ["an image that says another level as a number"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!["level"] = 1)),
            ["an image that says its level as nothing"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!["level"] = null)),
            ["an image that says its level as a list"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!["level"] = new JsonArray("3"))),
            ["an image that says its level without saying one"] = (null, chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!.AsObject().Remove("level"))),
            ["an image whose words about itself are a text"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"] = "child")),
            ["an image that says its name as a number"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["extra"]!["imageMeta"]!["imageName"] = 5)),
            ["a parent that says another level than its pool"] = ("7.1", chain => ChainForge.Redefine(
                chain, Base, task => task["extra"]!["imageMeta"]!["level"] = "1")),
            ["a status of another task"] = ("7.8", chain =>
                chain["tasks"]![Build]!["status"]!["taskId"] = Child),
            ["a status of another pool"] = ("7.8", chain =>
                chain["tasks"]![Build]!["status"]!["workerType"] = "b-win2012"),
            ["a status that says the same twice"] = (null, chain =>
            {
                chain["tasks"]![Build]!["status"]!["taskId"] = Build;
                chain["tasks"]![Build]!["status"]!["taskGroupId"] = Decision;
                chain["tasks"]![Build]!["status"]!["provisionerId"] = "gecko-3";
                chain["tasks"]![Build]!["status"]!["workerType"] = "b-linux-gcp";
            }),
            ["a worker of another type"] = ("7.7", chain => ChainForge.Resign(
                chain, Build, statement => statement["workerType"] = "b-win2012")),
            ["a worker of the same type"] = (null, chain => ChainForge.Resign(
                chain, Build, statement => statement["workerType"] = "b-linux-gcp")),
            ["an artifact whose hashes are a list"] = ("7.7", chain => ChainForge.Resign(
                chain, Build, statement => statement["artifacts"]!["public/build/target.txt"] = new JsonArray("x"))),
            ["an artifact whose hash is a number"] = ("7.7", chain => ChainForge.Resign(
                chain, Build, statement => statement["artifacts"]!["public/build/target.txt"]!["sha256"] = 5)),
            ["a task without the usual limits"] = ("7.21", chain => ChainForge.Redefine(chain, Child, task =>
                task["payload"]!["capabilities"] = new JsonObject { ["disableSeccomp"] = true })),
            ["parameters of another revision"] = ("7.28", chain => Reparameter(
                chain, new string('a', 40), new string('b', 40))),
            ["parameters of another repository"] = ("7.28", chain => Reparameter(
                chain, "head_repository: https://hg.mozilla.org/mozilla-central", "head_repository: https://e.org")),
            ["parameters of another level"] = ("7.28", chain => Reparameter(chain, "level: '3'", "level: '1'")),
            ["parameters of another event"] = ("7.28", chain => Reparameter(
                chain, "tasks_for: hg-push", "tasks_for: cron")),
            ["parameters with a number for a level"] = (null, chain => Reparameter(chain, "level: '3'", "level: 3")),
            ["a parent in the JSON of all parents"] = ("7.1", chain =>
            {
                ChainForge.Resign(chain, Base, _ => { }, "stranger");
                ChainForge.Redefine(chain, Child, task =>
                {
                    task["payload"]!["env"]!.AsObject().Remove("PARENT_TASK_ID");
                    task["payload"]!["env"]!["SLIPWAY_PARENTS"] = $$"""{"base": "{{Base}}"}""";
                });
            }),
            ["parents that are no JSON"] = ("7.1", chain => ChainForge.Redefine(
                chain, Child, task => task["payload"]!["env"]!["SLIPWAY_PARENTS"] = "base")),
            ["parents that stand twice"] = ("7.1", chain => ChainForge.Redefine(
                chain, Child, task => task["payload"]!["env"]!["SLIPWAY_PARENTS"] =
                    $$"""{"base": "{{Base}}", "base": "{{Base}}"}""")),
            ["a plan with a number that is none"] = ("7.18", chain => NotPlain(chain)),
            ["a pool for tests"] = ("7.5", chain => Move(chain, Build, "gecko-t", "b-linux-gcp")),
            ["a pool of ten"] = ("7.5", chain => Move(chain, Build, "gecko-10", "b-linux-gcp")),
            ["a pool with a space behind its level"] = ("7.5", chain => Move(chain, Build, "gecko-3 ", "b-linux-gcp")),
            ["a pool of another family, without a level"] = (null, chain => Move(chain, Build, "proj", "ci")),
            ["a pool of another family"] = (null, chain => Move(chain, Build, "comm-3", "b-linux-gcp")),
            ["scriptworkers for tests"] = ("7.5", chain => Move(
                chain, Signing, "scriptworker-k8s", "gecko-t-signing", isLink: false)),
            ["scriptworkers whose name says no level"] = (null, chain => Move(
                chain, Signing, "scriptworker-k8s", "gecko-signing", isLink: false)),
            ["a scheduler of another level"] = ("7.5", chain => ChainForge.Redefine(
                chain, Child, task => task["schedulerId"] = "gecko-level-2")),
            ["a scheduler of another family and level"] = ("7.5", chain => ChainForge.Redefine(
                chain, Child, task => task["schedulerId"] = "comm-level-1")),
            ["a scheduler in capitals"] = ("7.5", chain => ChainForge.Redefine(
                chain, Child, task => task["schedulerId"] = "Gecko-Level-1")),
            ["a scheduler whose name says no level"] = (null, chain => ChainForge.Redefine(
                chain, Child, task => task["schedulerId"] = "other")),
            ["a cache of two levels"] = ("7.21", chain => Cache(chain, "x-level-3-of-level-1")),
            ["a cache in capitals"] = ("7.21", chain => Cache(chain, "Gecko-Level-1-checkouts")),
            ["a cache with other lines"] = ("7.21", chain => Cache(chain, "gecko_level_1_checkouts")),
            ["a cache of level ten"] = ("7.21", chain => Cache(chain, "gecko-level-10-checkouts")),
            ["a cache whose name says no level"] = (null, chain => Cache(chain, "tooltool-cache")),
            ["caches in a list"] = ("7.21", chain => ChainForge.Redefine(chain, Child, task =>
                task["payload"]!["cache"] = new JsonArray("gecko-level-1-checkouts"))),
            ["features in a list"] = ("7.21", chain => ChainForge.Redefine(chain, Build, task =>
                task["payload"]!["features"] = new JsonArray("dind"))),
            ["groups in a text"] = ("7.21", chain => Native(chain, payload =>
                payload["osGroups"] = "Administrators")),
            ["a remote desktop"] = ("7.21", chain => Native(chain, payload =>
                payload["osGroups"] = new JsonArray("Remote Desktop Users"))),
            ["a native task to which somebody could type"] = ("7.21", chain => Native(chain, payload =>
                payload["features"] = new JsonObject { ["interactive"] = true })),
            ["a native task with an interactive variable"] = ("7.21", chain => Native(chain, payload =>
                payload["env"]!["TASKCLUSTER_INTERACTIVE"] = "true")),
            ["a build that is called an image"] = ("7.15", chain =>
            {
                Move(chain, Build, "gecko-3", "images-gcp");
                Upstream(chain, entry => entry["taskType"] = "docker-image");
            }),
            ["an image that is indexed as another one"] = ("7.15", chain => ChainForge.Redefine(
                chain, Child, task => task["routes"]!.AsArray().Add(
                    "index.gecko.cache.level-3.docker-images.v2.base.latest"))),
            ["an image that is indexed as itself"] = (null, chain => ChainForge.Redefine(
                chain, Child, task => task["routes"]!.AsArray().Add(
                    "index.gecko.cache.level-3.docker-images.v2.child.latest"))),
            ["an image of two digests"] = ("7.25", chain => ChainForge.Redefine(
                chain, Child, task => task["routes"]!.AsArray().Add(
                    $"index.gecko.cache.level-3.docker-images.v2.child.hash.{new string('0', 64)}"))),
            ["a context of no task"] = ("7.2", chain => ChainForge.Redefine(
                chain, Child, task => task["payload"]!["env"]!.AsObject().Remove("CONTEXT_TASK_ID"))),
            ["a context of null"] = ("7.2", chain => ChainForge.Redefine(
                chain, Child, task => task["payload"]!["env"]!["CONTEXT_TASK_ID"] = null)),
            ["no context at all"] = (null, chain => ChainForge.Redefine(chain, Child, task =>
            {
                task["payload"]!["env"]!.AsObject().Remove("CONTEXT_TASK_ID");
                task["payload"]!["env"]!.AsObject().Remove("CONTEXT_PATH");
            })),
            ["two images of one archive"] = ("7.1", chain => ChainForge.Resign(
                chain, Child, statement => EnvironmentOf(statement)["imageHash"] = $"sha256:{new string('b', 64)}")),
            ["runs that stand in another order"] = ("7.7", chain => Runs(chain, 1, 0)),
            ["a run that stands twice"] = ("7.7", chain => Runs(chain, 0, 0)),
            ["runs that stand in their order"] = (null, chain =>
            {
                Runs(chain, 0, 1);
                ChainForge.Resign(chain, Build, statement => statement["runId"] = 1);
            }),
            ["a run that was resolved otherwise"] = ("7.8", chain =>
                chain["tasks"]![Build]!["status"]!["runs"]![0]!["reasonResolved"] = "canceled"),
            ["a claimed task that was canceled"] = ("7.8", chain =>
                chain["tasks"]![Signing]!["status"]!["state"] = "exception"),
            ["a claimed task that failed"] = ("7.8", chain =>
                chain["tasks"]![Signing]!["status"]!["state"] = "failed"),
            ["a claimed task that completed"] = ("7.8", chain =>
                chain["tasks"]![Signing]!["status"]!["state"] = "completed"),
            ["a number without an end"] = ("7.18", chain => Number(chain, Build, "1e999")),
            ["a number that is another one in binary"] = ("7.18", chain => Number(chain, Build, "9007199254740993")),
            ["a large number that is the same in binary"] = (null, chain => Number(chain, Build, "9007199254740992")),
            ["a parent's number without an end"] = ("7.1", chain => Number(chain, Base, "-1e999")),
            ["actions with a number that is none"] = ("7.18", chain => Rewrite(
                chain, "public/actions.json", text => $"{{\"x\":NaN,{text[1..]}")),
            ["actions that are no JSON"] = ("7.18", chain => Rewrite(chain, "public/actions.json", _ => "none")),
            ["parameters that stand twice"] = ("7.18", chain => Rewrite(
                chain, "public/parameters.yml", text => $"{text}\nlevel: '3'\n")),
            ["dots behind two percent signs"] = ("7.20", chain => Source(
                chain, "https://hg.mozilla.org/mozilla-central/%252e%252e/users/x")),
            ["dots that are no UTF-8"] = ("7.20", chain => Source(
                chain, "https://hg.mozilla.org/mozilla-central/%c0%ae%c0%ae/x")),
            ["half a percent sign"] = ("7.20", chain => Source(chain, "https://hg.mozilla.org/mozilla-central/%2")),
            ["a slash behind a percent sign"] = ("7.20", chain => Source(
                chain, "https://hg.mozilla.org/mozilla-central%2ffile/x")),
            ["a repository behind a percent sign, and once more"] = ("7.20", chain => Source(
                chain, "https://hg.mozilla.org/mozilla%2Dcentral/file//mozilla-central/x")),
            ["a space behind a percent sign"] = (null, chain => Source(
                chain, "https://hg.mozilla.org/mozilla-central/file/x%20y")),
            ["a repository with a question"] = ("7.20", chain => Repository(
                chain, "https://hg.mozilla.org/mozilla-central?x")),
            ["a repository that is a number"] = ("7.20", chain => Repository(chain, 5)),
            ["a repository that is null"] = ("7.20", chain => Repository(chain, null)),
            ["a repository that is a whole server"] = ("7.6", chain => Repository(chain, "https://hg.mozilla.org/")),
            ["a repository for git"] = (null, chain => Repository(
                chain, "https://hg.mozilla.org/mozilla-central.git")),
            ["a restricted scope behind a star"] = ("7.6", chain => Scopes(
                chain, Signing, new JsonArray("project:releng:signing:cert:*"))),
            ["every scope"] = ("7.6", chain => Scopes(chain, Signing, new JsonArray("*"))),
            ["scopes in a text"] = ("7.6", chain => Scopes(
                chain, Signing, "project:releng:signing:cert:release-signing")),
            ["a restricted scope of a build"] = ("7.6", chain => Scopes(
                chain, Build, new JsonArray("project:releng:signing:cert:release-signing"))),
            ["a restricted scope of a build that may have it"] = (null, chain => Scopes(
                chain, Build, new JsonArray("project:releng:signing:cert:nightly-signing"))),
            ["artifacts that are taken from no list"] = ("4.3", chain => ChainForge.Redefine(
                chain, Signing, task => task["payload"]!["upstreamArtifacts"] = new JsonObject(), isLink: false)),
            ["a decision in an image that it planned"] = ("7.22", chain => OwnImage(chain)),
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

    [Fact]
    public void An_action_may_be_asked_for_itself()
    {
        var chain = GoldenChain.Chain("parent-action");
        Target(chain, "cusBYnPCT8K4pyEQ6Oo4Hg", "action");

        Assert.Null(GoldenChain.Judge(chain).Reason);
    }

    [Theory]
    [InlineData("cusBYnPCT8K4pyEQ6Oo4Hg", null)]
    [InlineData(Decision, null)]
    [InlineData(Build, "7.16")]
    public void An_action_creates_tasks_in_its_own_group_or_that_of_its_decision(string group, string? rule)
    {
        const string Action = "cusBYnPCT8K4pyEQ6Oo4Hg";
        var chain = GoldenChain.Chain("parent-action");
        ChainForge.Redefine(
            chain, Action, task => task["payload"]!["env"]!["ACTION_TASK_GROUP_ID"] = group);

        Assert.Equal(rule, GoldenChain.Judge(chain).Rule);
    }
}
