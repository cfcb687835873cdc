using System.Text;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Cli.Tests.Support;

/// <summary>A tree, a Taskcluster, and a decision task that runs in it: base ← app, and lint beside them.</summary>
/// <remarks>
/// Which deployment and which task is said by variables of the process, so what uses this must not run beside anything
/// else.
/// </remarks>
internal sealed class DecisionTree : IAsyncDisposable
{
    public const long PushDate = 1794000000;

    private static readonly string[] Variables =
    [
        "TASKCLUSTER_ROOT_URL", "TASKCLUSTER_CLIENT_ID", "TASKCLUSTER_ACCESS_TOKEN", "TASKCLUSTER_PROXY_URL",
        "TASKCLUSTER_CERTIFICATE", "TASK_ID", "RUN_ID",
    ];

    private readonly TempTree _tree = new();
    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(
        name => name, Environment.GetEnvironmentVariable);

    public DecisionTree()
    {
        _tree
            .Write(
                "slipway.yml",
                """
                prefix: test
                folder: images
                taskcluster: { worker-pool: "{trust-domain}-{level}/{alias}", image: "example/image-builder:1" }
                """)
            .Image("base", "FROM scratch\nLABEL v=1\n")
            .Image("app", "FROM base\nLABEL v=1\n")
            .Image("lint", "FROM scratch\nLABEL lint=1\n");
        UseScopes("*");
        StartDecision(1);
    }

    public TaskclusterServer Server { get; } = new();

    /// <summary>The task that decides.</summary>
    public string Decision { get; private set; } = string.Empty;

    /// <summary>When the push was made for which the next decision decides.</summary>
    public long Date { get; set; } = PushDate;

    public string PathOf(string path) => _tree.PathOf(path);

    public void Write(string path, string content) => _tree.Write(path, content);

    /// <summary>What the services let the next commands do.</summary>
    public void UseScopes(params string[] scopes)
    {
        var credentials = Server.NewClient(scopes);
        Set(credentials);
    }

    /// <summary>A new push: from now on commands run in a task that decides for it.</summary>
    public string StartDecision(int level)
    {
        Decision = Server.AddTask(
            [],
            new JsonObject
            {
                ["schedulerId"] = $"test-level-{level}",
                ["expires"] = Text(DateTimeOffset.UtcNow.AddDays(300)),
            },
            result: "running");
        Environment.SetEnvironmentVariable("TASK_ID", Decision);
        Environment.SetEnvironmentVariable("RUN_ID", "0");
        return Decision;
    }

    /// <summary>Decides for the same push at a level.</summary>
    public Task<CliRun> DecideAsync(int level, params string[] more) => RunAsync(
        [
            "decision", "--level", $"{level}", "--project", "try", "--pushdate", $"{Date}", "--revision", "abc",
            "--owner", "dev@example.com", "--tasks-for", "hg-push", "--head-repository", "https://hg.example.com/try",
            "--repository-type", "hg", "--artifacts", PathOf("out"), "--contexts", PathOf("contexts"), .. more,
        ]);

    public Task<CliRun> RunAsync(params string[] arguments) => _tree.RunAsync(arguments);

    /// <summary>What a decision said, as JSON.</summary>
    public static JsonObject Answer(CliRun run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)!.AsObject();
    }

    /// <summary>
    /// Plays the workers: every task of a decision is there as if it had run, under an id of its own, and is indexed.
    /// </summary>
    /// <returns>The tasks, by the image's name.</returns>
    public Dictionary<string, string> Build(JsonObject decision)
    {
        var tasks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, entry) in decision["tasks"]!.AsObject())
        {
            var task = entry!["task"]!.AsObject();
            var changes = new JsonObject
            {
                ["routes"] = task["routes"]!.DeepClone(),
                ["extra"] = task["extra"]!.DeepClone(),
                ["payload"] = task["payload"]!.DeepClone(),
                ["expires"] = Text(DateTimeOffset.UtcNow.AddDays(100)),
            };
            string image = (string)task["payload"]!["env"]!["IMAGE_NAME"]!;
            tasks[image] = Server.AddTask(
                [
                    new SeededArtifact("public/image.tar.zst", [1, 2, 3]),
                    new SeededArtifact("public/logs/live_backing.log", Encoding.UTF8.GetBytes($"built {image}\n")),
                ],
                changes);
        }

        return tasks;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _tree.Dispose();
        await Server.DisposeAsync();
    }

    private void Set(TestCredentials credentials)
    {
        Environment.SetEnvironmentVariable("TASKCLUSTER_ROOT_URL", Server.RootUrl.AbsoluteUri.TrimEnd('/'));
        Environment.SetEnvironmentVariable("TASKCLUSTER_CLIENT_ID", credentials.ClientId);
        Environment.SetEnvironmentVariable("TASKCLUSTER_ACCESS_TOKEN", credentials.AccessToken);
        Environment.SetEnvironmentVariable("TASKCLUSTER_PROXY_URL", null);
        Environment.SetEnvironmentVariable("TASKCLUSTER_CERTIFICATE", null);
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("O");
}
