using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Support;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Workers;

namespace Slipway.EndToEnd.Taskcluster.Support;

/// <summary>
/// The example, pushed at level 3 and built whole; then with one changed file pushed at level 1, and built too. Once
/// for all tests that look at what came of it.
/// </summary>
public sealed partial class BuiltDeployment : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();
    private Deployment? _deployment;
    private WorkerResult[] _builds = [];
    private int _homes;

    internal Deployment Deployment => _deployment!;

    /// <summary>The tree of the push at level 3.</summary>
    internal string Tree => _sandbox.Tree;

    /// <summary>The tree of the push at level 1.</summary>
    internal string ChangedTree => $"{_sandbox.Tree}-changed";

    internal Push Trusted { get; } = new(3, "main") { Prefix = "example" };

    internal Push Try { get; } =
        new(1, "try") { Prefix = "example", Revision = "7d793037a0760186574b0282f2f435e7b9c8d9f3" };

    /// <summary>The decision at level 3.</summary>
    internal Decision Main { get; private set; } = null!;

    /// <summary>The decision at level 1.</summary>
    internal Decision Changed { get; private set; } = null!;

    /// <summary>What the tasks of images printed, by task.</summary>
    internal IReadOnlyDictionary<string, string> Logs =>
        _builds.ToDictionary(build => build.TaskId, build => build.Log);

    public async ValueTask InitializeAsync()
    {
        if (!await Machine.HasEngineAsync())
        {
            return;
        }

        _deployment = new Deployment();
        _sandbox.Environment["TASKCLUSTER_ROOT_URL"] = Deployment.RootUrl;
        await ExampleCopy.WriteAsync(_sandbox);
        await Tool.CheckAsync(
            "bash",
            "-ec",
            $"cp -a '{Tree}' '{ChangedTree}'; echo '# changed' >> '{ChangedTree}/services/hello/hello.sh'");
        Main = await Deployment.DecideAsync(Trusted, Tree);
        _builds = await BuildAsync(Trusted);
        Changed = await Deployment.DecideAsync(Try, ChangedTree);
        _builds = [.. _builds, .. await BuildAsync(Try)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_deployment is not null)
        {
            await _deployment.DisposeAsync();
        }

        await _sandbox.DisposeAsync();
    }

    /// <summary>The full name of an image of the example.</summary>
    internal string Name(string image) => _sandbox.Name(image);

    /// <summary>The names of the example, of names in the engine.</summary>
    internal string[] Short(IEnumerable<string> names) =>
        [
            .. names
                .Select(name => name.Replace($"-{_sandbox.Tag}", string.Empty, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The SHA-256 of the config of the image that a task has built, as it printed it.</summary>
    internal string ImageHashOf(string task) => PrintedHash().Match(Logs[task]).Groups["hash"].Value;

    /// <summary>A person's machine: nothing in its store, and none of these images in its engine.</summary>
    internal async Task<Sandbox> NewMachineAsync()
    {
        await _sandbox.EmptyEngineAsync();
        _sandbox.Home = Path.Join(Path.GetDirectoryName(Tree), $"home-{_homes++}");
        return _sandbox;
    }

    /// <summary>
    /// Puts a task there whose worker wrote down the image <c>shell-plain</c>, and that has <c>shell-loud</c>.
    /// </summary>
    /// <param name="ns">Where it is indexed.</param>
    /// <param name="signedFor">The task that the signed document names; null for the right one.</param>
    /// <returns>The task.</returns>
    internal async Task<string> SeedSwappedAsync(string ns, string? signedFor = null)
    {
        const string Image = "public/image.tar.zst";
        const string Trust = "public/chain-of-trust.json";
        string task = Slug.New();
        var trust = await Deployment.DownloadJsonAsync(Main.TaskOf(Name("shell-plain")), Trust);
        trust["taskId"] = signedFor ?? task;
        return Deployment.Server.AddTask(
            [
                new SeededArtifact(Image, await Deployment.DownloadAsync(Main.TaskOf(Name("shell-loud")), Image)),
                new SeededArtifact(Trust, Encoding.UTF8.GetBytes(trust.ToJsonString())),
            ],
            new JsonObject { ["routes"] = new JsonArray($"index.{ns}") },
            task);
    }

    private async Task<WorkerResult[]> BuildAsync(Push push)
    {
        var results = await Deployment.BuildAsync(push);
        Assert.All(results, result => Assert.True(result.IsCompleted, $"{result.Name}: {result.Log}"));
        return results;
    }

    [GeneratedRegex(
        " is sha256:(?<hash>[0-9a-f]{64})$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PrintedHash();
}
