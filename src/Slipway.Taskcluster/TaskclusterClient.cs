using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Artifacts;
using Slipway.Taskcluster.Auth;
using Slipway.Taskcluster.Hawk;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Indexing;
using Slipway.Taskcluster.Objects;
using Slipway.Taskcluster.Queue;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster;

/// <summary>Talks to the services of a Taskcluster deployment. Connects when it is first asked for something.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference.</remarks>
public sealed class TaskclusterClient : IDisposable
{
    private readonly TaskclusterSettings _settings;
    private readonly TaskclusterTransport _transport;

    /// <exception cref="SlipwayException">The certificate of the credentials is none.</exception>
    public TaskclusterClient(TaskclusterSettings settings)
    {
        _settings = settings;
        var failures = new FailureReader(ServiceRetries.Schedule, ServiceRetries.Statuses, settings.Clock);
        _transport = new TaskclusterTransport(settings, failures);
        var retries = new Retries(ServiceRetries.Schedule, settings.Clock);
        var api = new ApiClient(settings, _transport, failures, retries);
        var objects = new ObjectService(api);
        var storage = new Storage(settings, _transport, failures);
        var locator = new ArtifactLocator(api, objects);
        Queue = new TaskQueue(api);
        Index = new IndexService(api, settings.Clock);
        Auth = new AuthService(api);
        Documents = new TaskDocuments(api);
        Pages = new WebPages(storage, _transport, retries);
        Artifacts = new TaskArtifacts(
            locator,
            new ArtifactDownload(locator, storage, _transport, retries, settings.Expansion),
            new ArtifactUploader(
                api,
                new ObjectSender(api, objects, storage, retries, settings),
                new BucketSender(api, storage, retries, settings)));
    }

    public ITaskQueue Queue { get; }

    public ITaskArtifacts Artifacts { get; }

    /// <summary>What the Queue says of tasks, exactly.</summary>
    public ITaskDocuments Documents { get; }

    /// <summary>Pages of other servers.</summary>
    public IWebPages Pages { get; }

    public IndexService Index { get; }

    public AuthService Auth { get; }

    /// <summary>An address at which any program can read an artifact of a task's latest run.</summary>
    /// <param name="lifetime">How long the address is good for.
    /// Who has it needs no credentials: it is a secret.</param>
    /// <returns>Without credentials, an address that works for what everybody may read.</returns>
    public Uri BuildSignedUrl(TaskId task, ArtifactName artifact, TimeSpan lifetime)
    {
        var address = ServiceAddress.Of(
            _settings.DirectUrl ?? _settings.RootUrl, "queue", ["task", task.Value, "artifacts", artifact.Value], []);
        return _settings.Credentials is { } credentials
            ? ServiceAddress.With(
                address,
                "bewit",
                HawkSigner.Bewit(HawkKey.Of(credentials), address, _settings.Clock.GetUtcNow() + lifetime))
            : address;
    }

    public void Dispose() => _transport.Dispose();
}
