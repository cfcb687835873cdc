using System.Collections;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster;
using Slipway.Taskcluster.Auth;
using Slipway.Taskcluster.Backend;
using Slipway.Taskcluster.Environments;
using Slipway.Taskcluster.Errors;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>Taskcluster as the environment of the process has it.</summary>
internal sealed class TaskclusterSession : IDisposable
{
    private readonly TaskclusterClient _client;

    /// <param name="userAgent">What the program calls itself.</param>
    /// <param name="clock">Measures.</param>
    /// <exception cref="SlipwayException">The environment does not say which deployment, or says it wrong.</exception>
    public TaskclusterSession(string userAgent, TimeProvider clock)
    {
        var settings = TaskclusterEnvironment.Read(Variables(), userAgent, clock)
            ?? throw new SlipwayException(new Diagnostic(
                TaskclusterCodes.RootUrlMissing,
                $"Neither {TaskclusterEnvironment.ProxyUrl} nor {TaskclusterEnvironment.RootUrl} "
                + "says which Taskcluster deployment to use",
                $"Set {TaskclusterEnvironment.RootUrl}, for example to https://firefox-ci-tc.services.mozilla.com."));
        RootUrl = settings.DirectUrl ?? settings.RootUrl;
        _client = new TaskclusterClient(settings with { Expansion = MachineLimits.Expansion() });
        Index = new TaskIndex(_client.Index);
        Client = settings.IsTaskProxy ? "the task's proxy" : settings.Credentials?.ClientId;
    }

    /// <summary>Who signs the requests; null when nobody does.</summary>
    public string? Client { get; }

    /// <summary>Whether the deployment answers, and who may do what there.</summary>
    public AuthService Auth => _client.Auth;

    public Uri RootUrl { get; }

    /// <summary>The deployment, for people.</summary>
    public string Address => RootUrl.AbsoluteUri.TrimEnd('/');

    /// <summary>The Index of the deployment.</summary>
    public TaskIndex Index { get; }

    public ITaskQueue Queue => _client.Queue;

    public ITaskArtifacts Artifacts => _client.Artifacts;

    /// <summary>What the Queue says of tasks, exactly.</summary>
    public ITaskDocuments Documents => _client.Documents;

    /// <summary>Pages of other servers, such as push logs and templates.</summary>
    public IWebPages Pages => _client.Pages;

    /// <summary>The task in which this process runs; null outside a task.</summary>
    public static TaskId? CurrentTask => Current?.Task;

    /// <summary>The run of <see cref="CurrentTask"/>; 0 outside a task.</summary>
    public static int CurrentRun => Current?.Run ?? 0;

    private static CurrentTask? Current => Taskcluster.Environments.CurrentTask.Read(Variables());

    public void Dispose() => _client.Dispose();

    private static Dictionary<string, string> Variables() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(
                pair => (string)pair.Key, pair => (string?)pair.Value ?? string.Empty, StringComparer.Ordinal);
}
