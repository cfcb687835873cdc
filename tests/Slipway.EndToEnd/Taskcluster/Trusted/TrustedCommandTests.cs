using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;
using Slipway.Taskcluster.Testing;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>What the verifier refuses is used by no command, whichever way it came.</summary>
[Collection(TrustedDeploymentCollection.Name)]
public sealed class TrustedCommandTests(TrustedDeployment built, LocalRegistry registry)
    : IClassFixture<LocalRegistry>, IAsyncLifetime
{
    private const int Refused = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Child => built.Sandbox.Name("child");

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("buildah", "--version");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("load", "--level", "3", "{child}")]
    [InlineData("load", "--level", "3", "--task-id", "{task}")]
    [InlineData("load", "--level", "3", "--namespace", "{namespace}")]
    [InlineData("run", "--level", "3", "{child}", "--", "/child")]
    [InlineData("build", "--level", "3", "--force", "{child}")]
    [InlineData("export", "--level", "3", "{child}", "-o", "{file}")]
    [InlineData(
        "decision", "{child}", "--plan", "--task-group-id", "AAAAAAAAQAqAAAAAAAAAAA", "--parameters", "{parameters}")]
    [InlineData(
        "decision", "{base}", "--force", "--plan", "--task-group-id", "AAAAAAAAQAqAAAAAAAAAAA", "--parameters",
        "{parameters}", "--tasks", "{folder}")]
    [InlineData("resolve", "--level", "3", "{tasks}")]
    [InlineData("resolve", "--level", "3", "--pin-indexed", "{tasks}")]
    [InlineData("trust", "verify", "{task}")]
    public async Task A_refused_image_is_used_by_no_command(params string[] arguments)
    {
        await using var server = await StrangerAsync();

        var run = await built.Sandbox.SlipwayAsync([.. await FilledAsync(arguments)]);

        Assert.True(run.ExitCode == Refused, $"{run}");
        Assert.Contains("4.5", run.Output + run.Error, StringComparison.Ordinal);
        await AssertNothingAsync();
        Assert.Equal(4, server.Tasks.All.Length);
    }

    [Theory]
    [InlineData("load", "--level", "3", "{child}")]
    [InlineData("build", "--level", "3", "--force", "{child}")]
    [InlineData(
        "decision", "{child}", "--plan", "--task-group-id", "AAAAAAAAQAqAAAAAAAAAAA", "--parameters", "{parameters}")]
    [InlineData(
        "decision", "{base}", "--force", "--plan", "--task-group-id", "AAAAAAAAQAqAAAAAAAAAAA", "--parameters",
        "{parameters}", "--tasks", "{folder}")]
    [InlineData("resolve", "--level", "3", "{tasks}")]
    [InlineData("resolve", "--level", "3", "--pin-indexed", "{tasks}")]
    [InlineData("trust", "verify", "{task}")]
    public async Task The_same_commands_use_what_holds(params string[] arguments)
    {
        await using var server = await built.DeployAsync();

        var run = await built.Sandbox.SlipwayAsync([.. await FilledAsync(arguments)]);

        Assert.True(run.ExitCode == 0, $"{run}");
    }

    [Theory]
    [InlineData(
        "decision", "{child}", "--plan", "--task-group-id", "AAAAAAAAQAqAAAAAAAAAAA", "--parameters", "{parameters}")]
    [InlineData(
        "decision", "{base}", "--force", "--plan", "--task-group-id", "AAAAAAAAQAqAAAAAAAAAAA", "--parameters",
        "{parameters}", "--tasks", "{folder}")]
    [InlineData("resolve", "--level", "3", "{tasks}")]
    [InlineData("resolve", "--level", "3", "--pin-indexed", "{tasks}")]
    public async Task What_is_only_named_is_hashed_where_the_policy_says_so(params string[] arguments)
    {
        string[] filled = await FilledAsync(arguments);
        string policy = $"{built.PolicyFile}.strict";
        await File.WriteAllTextAsync(policy, $"must-check: [archives]\n{built.Policy()}", Cancel);
        ToolResult whole;
        await using (await built.DeployAsync())
        {
            whole = await built.Sandbox.SlipwayAsync([.. filled, "--policy", policy]);
        }

        await using var server = await built.DeployAsync(tasks =>
        {
            tasks.Of("child").Artifacts[RecordedTask.Image] = tasks.Of("app").Artifacts[RecordedTask.Image];
            return Task.CompletedTask;
        });
        var swapped = await built.Sandbox.SlipwayAsync([.. filled, "--policy", policy]);

        Assert.True(whole.ExitCode == 0, $"{whole}");
        Assert.True(swapped.ExitCode == Refused, $"{swapped}");
        Assert.Contains("7.2", swapped.Error, StringComparison.Ordinal);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task Nothing_is_pushed_that_is_refused()
    {
        await LocalRegistry.RequireAsync();
        await using var server = await StrangerAsync();
        string host = Path.Join(built.Sandbox.Tree, "images", "REGISTRY");
        string version = Path.Join(built.Sandbox.Tree, "images", Child, "VERSION");
        await File.WriteAllTextAsync(host, $"{registry.Host}\n", Cancel);
        await File.WriteAllTextAsync(version, "1.0\n", Cancel);
        try
        {
            var run = await built.Sandbox.SlipwayAsync("push", Child, "--level", "3");

            Assert.True(run.ExitCode == Refused, $"{run}");
            Assert.Contains("4.5", run.Error, StringComparison.Ordinal);
            await AssertNothingAsync();
        }
        finally
        {
            File.Delete(host);
            File.Delete(version);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_builds_on_no_parent_that_is_refused(bool saysLevel)
    {
        await using var server = await StrangerAsync();
        var task = server.Tasks.Find(built.TaskOf("child"))!;
        var variables = built.Sandbox.Variables();
        foreach (var (name, value) in task.Definition["payload"]!["env"]!.AsObject())
        {
            variables[name] = (string?)value;
        }

        variables["TASK_ID"] = task.Id;
        string output = $"{built.Sandbox.Tree}-out.tar.zst";

        var run = await Tool.RunAsync(
            Machine.Slipway,
            ["build-task", "--engine", "docker", "--output", output, .. saysLevel ? new[] { "--level", "3" } : []],
            Path.GetTempPath(),
            variables,
            cancellationToken: Cancel);

        Assert.True(run.ExitCode == Refused, $"{run}");
        Assert.Contains("4.5", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
        await AssertNothingAsync();
    }

    [Fact]
    public async Task What_lies_in_the_store_since_before_is_not_used_when_it_is_refused()
    {
        await using var server = await StrangerAsync();
        string policy = $"{built.PolicyFile}.off";
        await File.WriteAllTextAsync(
            policy, built.Policy().Replace("3: require", "3: off", StringComparison.Ordinal), Cancel);
        await built.Sandbox.CheckAsync("load", "--level", "3", "--policy", policy, Child);
        await built.Sandbox.EmptyEngineAsync();
        await AssertNothingAsync();

        var run = await built.Sandbox.SlipwayAsync("load", "--level", "3", Child);

        Assert.True(run.ExitCode == Refused, $"{run}");
        await AssertNothingAsync();
    }

    [Fact]
    public async Task What_was_verified_is_not_asked_again_until_the_policy_changes()
    {
        await using var server = await built.DeployAsync();
        await built.Sandbox.CheckAsync("load", "--level", "3", Child);
        server.Requests.Clear();

        await built.Sandbox.CheckAsync("load", "--level", "3", Child);
        int asked = Statements(server);
        await File.AppendAllTextAsync(built.PolicyFile, "\n# changed\n", Cancel);
        await built.Sandbox.CheckAsync("load", "--level", "3", Child);

        Assert.Equal(0, asked);
        Assert.NotEqual(0, Statements(server));
    }

    private static int Statements(TaskclusterServer server) => server.Requests.Count(request =>
        request.Resource.Contains("chain-of-trust", StringComparison.Ordinal));

    // The base's task is signed by somebody whom the policy does not list.
    private Task<TaskclusterServer> StrangerAsync() => built.DeployAsync(tasks =>
    {
        tasks.Of("base").Resign(new WorkerSigner());
        return Task.CompletedTask;
    });

    private async Task<string[]> FilledAsync(string[] arguments)
    {
        string ns = $"e2e.cache.level-3.docker.v2.{Child}.latest";
        string tasks = Path.Join($"{built.Sandbox.Tree}-tasks", "task.yml");
        Directory.CreateDirectory(Path.GetDirectoryName(tasks)!);
        await File.WriteAllTextAsync(
            tasks,
            $$"""
            taskQueueId: e2e-3/images
            payload: {image: {type: indexed-image, path: public/image.tar.zst, namespace: {{ns}} } }

            """,
            Cancel);
        string parameters = $"{built.Sandbox.Tree}-parameters.yml";
        await File.WriteAllTextAsync(
            parameters, new Push(3, "mozilla-central") { Revision = built.Revision }.ToParameters(), Cancel);
        return
        [
            .. arguments.Select(argument => argument switch
            {
                "{child}" => Child,
                "{base}" => built.Sandbox.Name("base"),
                "{folder}" => Path.GetDirectoryName(tasks)!,
                "{task}" => built.TaskOf("child"),
                "{namespace}" => ns,
                "{file}" => $"{built.Sandbox.Tree}-image.tar",
                "{tasks}" => tasks,
                "{parameters}" => parameters,
                _ => argument,
            }),
        ];
    }

    private async Task AssertNothingAsync()
    {
        foreach (string id in built.ImageIds.Values)
        {
            var found = await Tool.RunAsync("docker", ["image", "inspect", id], cancellationToken: Cancel);
            Assert.NotEqual(0, found.ExitCode);
        }
    }
}
