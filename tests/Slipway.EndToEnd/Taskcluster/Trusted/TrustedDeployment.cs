using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Testing.Workers;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>
/// A push whose decision and images workers made that sign: <c>base</c>, <c>app</c> on it, <c>child</c> on that. Once
/// for all tests; each gets it as it was, or with changes, in a deployment of its own.
/// </summary>
public sealed partial class TrustedDeployment : IAsyncLifetime
{
    private const string Repository = "https://hg.mozilla.org/mozilla-central";
    private const string DecisionPool = "e2e-3/decision";
    private const string ImagePool = "e2e-3/images";

    private static readonly string Ran = $"sha256:{new string('a', 64)}";
    private static readonly string Builder = $"example/image-builder:1@sha256:{new string('b', 64)}";

    private readonly HgWeb _web = new();
    private readonly Dictionary<string, RecordedTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private int _homes;

    internal Sandbox Sandbox { get; } = new();

    /// <summary>The key of the workers that the policy lists.</summary>
    internal WorkerSigner Worker { get; } = new();

    /// <summary>The commit of the push, which the checkout has.</summary>
    internal string Revision { get; private set; } = string.Empty;

    /// <summary>The decision's task.</summary>
    internal string Decision { get; private set; } = string.Empty;

    /// <summary>The image IDs that the tasks printed, by short name.</summary>
    internal Dictionary<string, string> ImageIds { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The layers of the images, each by the hash of what it holds together with those below it, as the engine names
    /// them.
    /// </summary>
    internal HashSet<string> ChainIds { get; } = new(StringComparer.Ordinal);

    internal string PolicyFile => $"{Sandbox.Tree}-policy.yml";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (!await Machine.HasEngineAsync() || !await Machine.HasToolAsync("buildah", "--version"))
        {
            return;
        }

        WriteTree();
        await CommitAsync();
        await using var deployment = new Deployment();
        Sandbox.Environment["TASKCLUSTER_ROOT_URL"] = deployment.RootUrl;
        Sandbox.Environment["SLIPWAY_POLICY"] = null;
        await RunDecisionAsync(deployment);
        await BuildAsync(deployment);
        await RecordAsync(deployment);
        await AddLayersAsync(_tasks[TaskOf("child")].Artifacts[RecordedTask.Image]);
        File.WriteAllText(PolicyFile, Policy());
    }

    public async ValueTask DisposeAsync()
    {
        _web.Dispose();
        await Sandbox.DisposeAsync();
    }

    /// <summary>The task of an image, by its short name.</summary>
    internal string TaskOf(string image) => _tasks.Values.Single(task =>
        (string?)task.Definition["payload"]!["env"]?["IMAGE_NAME"] == Sandbox.Name(image)).Id;

    /// <summary>What the task of an image published.</summary>
    internal byte[] ArchiveOf(string image) => _tasks[TaskOf(image)].Artifacts[RecordedTask.Image];

    /// <summary>A deployment of its own for one test, and a machine that has nothing yet.</summary>
    /// <param name="change">What somebody changed about the tasks, by id.</param>
    internal async Task<TaskclusterServer> DeployAsync(Func<Tasks, Task>? change = null)
    {
        var tasks = _tasks.ToDictionary(pair => pair.Key, pair => pair.Value.Copy());
        if (change is not null)
        {
            await change(new Tasks(this, tasks));
        }

        var server = new TaskclusterServer();
        server.Roles.Set(
            "anonymous", "queue:get-artifact:public/*", "queue:get-task:*", "queue:status:*", "queue:list-artifacts:*",
            "index:find-task:*");
        foreach (var task in tasks.Values)
        {
            task.AddTo(server);
        }

        foreach (var (name, task) in _namespaces)
        {
            server.Index.Insert(new(name, task, 0, [], DateTimeOffset.UtcNow.AddDays(300)));
        }

        Sandbox.Environment["TASKCLUSTER_ROOT_URL"] = server.RootUrl.AbsoluteUri.TrimEnd('/');
        Sandbox.Environment["SLIPWAY_POLICY"] = PolicyFile;
        Sandbox.Home = $"{Sandbox.Tree}-home-{_homes++.ToString(CultureInfo.InvariantCulture)}";
        await Sandbox.EmptyEngineAsync();
        return server;
    }

    /// <summary>A policy that asks for everything that the workers here can show.</summary>
    /// <param name="more">More lines.</param>
    internal string Policy(string more = "") => $$"""
        trust: {3: require}
        variables: VCS
        projects: https://hg.mozilla.org/projects.yml
        repositories:
          - hosts: [hg.mozilla.org]
            paths: ['^(?<path>/mozilla-central)(/|$)']
        tasks-for: [hg-push]
        decision-pools: [{{DecisionPool}}]
        image-pools: [{{ImagePool}}]
        prebuilt-images: [decision, docker-image]
        mirrors:
          https://hg.mozilla.org/: {{_web.Address}}
        keys:
          docker-worker:
            - key: {{Worker.PublicKey}}
              level: 3
        image-hashes:
          decision: [{hash: "{{Ran}}", by: a@example.org, on: 2026-11-01, why: reviewed}]
          docker-image: [{hash: "{{Ran}}", by: a@example.org, on: 2026-11-01, why: reviewed}]
        {{more}}
        """;

    private void WriteTree() => Sandbox
        .Write("slipway.yml", $$"""
            prefix: e2e
            folder: images
            backend: taskcluster
            taskcluster: { worker-pool: "e2e-{level}/images", image: "{{Builder}}" }
            """)
        .Image("base", "FROM scratch\nCOPY content /base\n")
        .Write($"images/{Sandbox.Name("base")}/content", Sandbox.Tag)
        .Image("app", "FROM {base}\nCOPY content /app\n")
        .Write($"images/{Sandbox.Name("app")}/content", $"app {Sandbox.Tag}")
        .Image("child", "FROM {app}\nCOPY content /child\nCMD [\"/child\"]\n")
        .Write($"images/{Sandbox.Name("child")}/content", $"child {Sandbox.Tag}");

    private async Task CommitAsync()
    {
        await Tool.CheckAsync(
            "bash",
            "-ec",
            $"cd '{Sandbox.Tree}'; git init -q -b main; git add -A; "
            + "git -c user.name=e2e -c user.email=e2e@example.org commit -q -m tree");
        Revision = await Tool.CheckAsync("git", "-C", Sandbox.Tree, "rev-parse", "HEAD");
    }

    private async Task RunDecisionAsync(Deployment deployment)
    {
        var push = new Push(3, "mozilla-central") { Revision = Revision };
        Decision = Slug.New();
        deployment.Server.AddTask([], DecisionDefinition(push), Decision, RunState.Pending);
        PublishPush(deployment.Server.Tasks.Find(Decision)!.Definition);
        string parameters = deployment.WriteParameters(push);
        using var worker = new TestWorker(deployment.Server, Options(DecisionPool, task =>
        [
            "decision", "--root", Sandbox.Tree, "--parameters", parameters, "--head-repository", Repository,
            "--repository-type", "hg", "--tasks-for", "hg-push",
            "--artifacts", task.MapPath("/artifacts"), "--contexts", task.MapPath("/docker-contexts"),
        ]));
        var result = await worker.RunOneAsync(Cancellation);
        Assert.True(result!.IsCompleted, result.Log);
    }

    private JsonObject DecisionDefinition(Push push) => new()
    {
        ["taskQueueId"] = DecisionPool,
        ["provisionerId"] = DecisionPool.Split('/')[0],
        ["workerType"] = DecisionPool.Split('/')[1],
        ["taskGroupId"] = Decision,
        ["schedulerId"] = push.SchedulerId,
        ["scopes"] = new JsonArray([.. push.Scopes
            .Append($"queue:create-task:lowest:{ImagePool}")
            .Select(scope => (JsonNode)scope)]),
        ["metadata"] = new JsonObject
        {
            ["name"] = "Decision Task",
            ["description"] = "Plans the tasks of a push.",
            ["owner"] = "team@example.com",
            ["source"] = $"{Repository}/raw-file/{Revision}/.taskcluster.yml",
        },
        ["payload"] = new JsonObject
        {
            ["image"] = Builder,
            ["maxRunTime"] = 600,
            ["features"] = new JsonObject { ["chainOfTrust"] = true, ["taskclusterProxy"] = true },
            ["env"] = new JsonObject { ["VCS_HEAD_REPOSITORY"] = Repository, ["VCS_HEAD_REV"] = Revision },
            ["artifacts"] = new JsonObject
            {
                ["public"] = new JsonObject { ["type"] = "directory", ["path"] = "/artifacts" },
                ["public/docker-contexts"] = new JsonObject
                {
                    ["type"] = "directory",
                    ["path"] = "/docker-contexts",
                },
            },
        },
        ["extra"] = new JsonObject { ["tasks_for"] = "hg-push" },
    };

    // The template of the revision makes just this decision; its times and its id come from the task.
    private void PublishPush(JsonObject definition)
    {
        var made = definition.DeepClone().AsObject();
        made["taskGroupId"] = new JsonObject { ["$eval"] = "as_slugid(\"decision\")" };
        made["created"] = new JsonObject { ["$fromNow"] = string.Empty };
        _web.Put(
            $"mozilla-central/raw-file/{Revision}/.taskcluster.yml",
            new JsonObject { ["version"] = 1, ["tasks"] = new JsonArray(made) }.ToJsonString());
        _web.Put("projects.yml", $$"""mozilla-central: {repo: {{Repository}}, access: scm_level_3}""");
        _web.Put(
            $"mozilla-central/json-pushes?changeset={Revision}&version=2&full=1",
            new JsonObject
            {
                ["pushes"] = new JsonObject
                {
                    ["7"] = new JsonObject
                    {
                        ["date"] = 1777881000,
                        ["user"] = "dev@example.org",
                        ["changesets"] = new JsonArray(new JsonObject
                        {
                            ["node"] = Revision,
                            ["parents"] = new JsonArray(new string('0', 40)),
                            ["desc"] = "a change",
                        }),
                    },
                },
            }.ToJsonString());
    }

    private async Task BuildAsync(Deployment deployment)
    {
        // Not with the engine that is looked at afterwards, whose memory of builds has their layers.
        using var worker = new TestWorker(deployment.Server, Options(ImagePool, task =>
            ["build-task", "--engine", "buildah", "--output", task.Artifacts.Single().File]));
        foreach (var result in await worker.RunAllAsync(Cancellation))
        {
            Assert.True(result.IsCompleted, $"{result.Name}: {result.Log}");
            string image = result.Name["docker-image-".Length..].Replace(
                $"-{Sandbox.Tag}", string.Empty, StringComparison.Ordinal);
            ImageIds[image] = $"sha256:{PrintedHash().Match(result.Log).Groups["hash"].Value}";
        }

        Assert.Equal(["app", "base", "child"], ImageIds.Keys.Order(StringComparer.Ordinal));
    }

    private async Task RecordAsync(Deployment deployment)
    {
        foreach (var task in deployment.Server.Tasks.All)
        {
            var artifacts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (string name in task.Artifacts.Where(name => name != "public/logs/live.log"))
            {
                artifacts[name] = await deployment.DownloadAsync(task.Id, name);
            }

            _tasks[task.Id] = new RecordedTask(task.Id, task.Definition, ("test-group", "test-worker"), artifacts);
        }

        foreach (var entry in deployment.Server.Index.All)
        {
            _namespaces[entry.Namespace] = entry.TaskId;
        }
    }

    // https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md#layer-chainid
    private async Task AddLayersAsync(byte[] archive)
    {
        string folder = Directory.CreateTempSubdirectory("slipway-e2e-layers-").FullName;
        File.WriteAllBytes(Path.Join(folder, "image.tar.zst"), archive);
        await Tool.CheckAsync("bash", "-ec", $"cd '{folder}'; zstd -dq image.tar.zst; tar xf image.tar");
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Join(folder, "manifest.json")))![0]!;
        var config = JsonNode.Parse(File.ReadAllText(Path.Join(folder, (string)manifest["Config"]!)))!;
        string? chain = null;
        foreach (string layer in config["rootfs"]!["diff_ids"]!.AsArray().Select(id => (string)id!))
        {
            chain = chain is null
                ? layer
                : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{chain} {layer}")))}";
            ChainIds.Add(chain["sha256:".Length..]);
        }

        Directory.Delete(folder, recursive: true);
    }

    private WorkerOptions Options(string pool, Func<WorkerTask, IEnumerable<string>> arguments) => new()
    {
        Queue = pool,
        Program = Machine.Slipway,
        Arguments = arguments,
        Key = Worker.Seed,
        ImageHash = _ => Ran,
    };

    [GeneratedRegex(
        " is sha256:(?<hash>[0-9a-f]{64})$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PrintedHash();
}
