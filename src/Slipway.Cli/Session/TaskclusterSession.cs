using Slipway.Cli.Diagnosis;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tasks;
using Slipway.Core.Values;
using Slipway.Taskcluster;

namespace Slipway.Cli.Session;

/// <summary>Taskcluster as the environment of the process has it.</summary>
internal sealed class TaskclusterSession : IDisposable
{
    // What TASKCLUSTER_* variables do not say; workers have a setting for it.
    private const string StorageVariable = "SLIPWAY_ARTIFACT_STORAGE";

    private readonly TaskclusterClient _client;

    /// <exception cref="SlipwayException">The environment does not say which deployment, or says it wrong.</exception>
    public TaskclusterSession(TimeProvider clock)
    {
        var environment = TaskclusterEnvironment.Read(Environment.GetEnvironmentVariable, clock.GetUtcNow());
        RootUrl = environment.RootUrl;
        _client = new TaskclusterClient(new TaskclusterSettings
        {
            RootUrl = environment.RootUrl,
            Credentials = environment.Credentials,
            ArtifactStorage = Environment.GetEnvironmentVariable(StorageVariable) == "object"
                ? ArtifactStorage.Object
                : ArtifactStorage.S3,
            UserAgent = $"slipway/{ProductVersion.Text}",
            Clock = clock,
        });
        Index = new Taskcluster.Backend.TaskIndex(_client.Index, clock);
    }

    public Uri RootUrl { get; }

    /// <summary>The Index of the deployment.</summary>
    public Taskcluster.Backend.TaskIndex Index { get; }

    public ITaskQueue Queue => _client.Queue;

    public ITaskArtifacts Artifacts => _client.Artifacts;

    /// <summary>The task in which this process runs; null outside a task.</summary>
    public static TaskId? CurrentTask => Current?.Id;

    /// <summary>The run of <see cref="CurrentTask"/>; 0 outside a task.</summary>
    public static int CurrentRun => Current?.Run ?? 0;

    private static CurrentTask? Current => Taskcluster.CurrentTask.Find(Environment.GetEnvironmentVariable);

    public void Dispose() => _client.Dispose();
}
