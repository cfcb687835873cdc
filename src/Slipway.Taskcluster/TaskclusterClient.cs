using Slipway.Core.Tasks;
using Slipway.Taskcluster.Artifacts;
using Slipway.Taskcluster.Auth;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Index;
using Slipway.Taskcluster.Queue;

namespace Slipway.Taskcluster;

/// <summary>Talks to the services of one deployment. Nothing is connected before the first question.</summary>
public sealed class TaskclusterClient : IDisposable
{
    private readonly Transport _transport;

    public TaskclusterClient(TaskclusterSettings settings)
    {
        _transport = new Transport(settings.Timeouts);
        var retries = new Retries(settings.Clock);
        var api = new ApiClient(settings, _transport, retries);
        Index = new IndexService(api);
        Auth = new AuthService(api);
        Queue = new QueueService(api);
        Artifacts = new ArtifactService(api, new Storage(settings, _transport, retries));
    }

    public IndexService Index { get; }

    public AuthService Auth { get; }

    public ITaskQueue Queue { get; }

    public ITaskArtifacts Artifacts { get; }

    public void Dispose() => _transport.Dispose();
}
