using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Auth;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Index;
using Slipway.Taskcluster.Testing.Objects;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Testing.Scopes;
using Slipway.Taskcluster.Testing.Storage;

namespace Slipway.Taskcluster.Testing;

/// <summary>
/// A Taskcluster deployment in this process: the Auth, Index, Queue and Object services and a storage, as strict as the
/// real ones. What tests need from the outside is here: clients and roles, the clock, the state, the requests, and
/// faults.
/// </summary>
public sealed class TaskclusterServer : IAsyncDisposable
{
    private readonly HttpServer _services;
    private readonly HttpServer _storage;
    private readonly ServerState _state;

    /// <param name="clock">The time of the services; null for the system's.</param>
    public TaskclusterServer(TimeProvider? clock = null)
    {
        Clock = clock ?? TimeProvider.System;
        var gate = new Lock();
        var index = new IndexBook(gate);
        StorageService? storage = null;
        _state = new ServerState
        {
            Clock = Clock,
            Gate = gate,
            Blobs = new Blobs(),
            Objects = new ObjectBook(gate),
            Index = index,
            Tasks = new TaskBook(gate, index),
            Roles = Roles,
            QueueCredentials = Clients.Add("static/taskcluster/queue", "*"),
            IndexCredentials = Clients.Add("static/taskcluster/index", "queue:get-artifact:*", "queue:get-task:*"),
            SignStorage = grant => SignStorage(storage!, grant),
            RootUrl = () => RootUrl!.AbsoluteUri.TrimEnd('/'),
        };
        storage = new StorageService(_state.Blobs, Clock, () => StorageSupportsRanges);
        var objects = new ObjectService(_state);
        var reader = new ArtifactReader(_state, objects);
        var host = new ApiHost(
            [
                new AuthService(Clock),
                new IndexService(_state, reader),
                new QueueService(_state, new ArtifactWriter(_state, objects), reader),
                objects,
            ],
            new Verifier(Clients, Roles, Clock),
            Clock);
        _storage = new HttpServer(new FaultyHandler(_ => "storage", storage.AnswerAsync, Faults, Requests).HandleAsync);
        _services = new HttpServer(new FaultyHandler(host.ServiceOf, host.AnswerAsync, Faults, Requests).HandleAsync);
        RootUrl = new Uri(_services.Url);
    }

    /// <summary>What clients get as <c>TASKCLUSTER_ROOT_URL</c>.</summary>
    public Uri RootUrl { get; }

    /// <summary>Where the bytes of artifacts are: another origin, which must never see credentials.</summary>
    public Uri StorageUrl => new(_storage.Url);

    /// <summary>The time of the services.</summary>
    public TimeProvider Clock { get; }

    public Clients Clients { get; } = new();

    /// <summary>The role <c>anonymous</c> allows nothing until a test says so.</summary>
    public Roles Roles { get; } = new();

    public FaultPlan Faults { get; } = new();

    public RequestCollection Requests { get; } = new();

    public IndexBook Index => _state.Index;

    public TaskBook Tasks => _state.Tasks;

    public ObjectBook Objects => _state.Objects;

    public Blobs Blobs => _state.Blobs;

    /// <summary>Whether downloads can be resumed.</summary>
    public bool StorageSupportsRanges { get; set; } = true;

    /// <summary>Whether finishing an upload compares the hashes with the bytes. The real service does not.</summary>
    public bool ChecksUploadedHashes
    {
        get => _state.ChecksUploadedHashes;
        set => _state.ChecksUploadedHashes = value;
    }

    /// <summary>How long a worker that asks for work waits; 20 seconds, as in the real service.</summary>
    public TimeSpan ClaimWait
    {
        get => _state.ClaimWait;
        set => _state.ClaimWait = value;
    }

    /// <summary>How long a claim and its credentials hold; 20 minutes, as in the real service.</summary>
    public TimeSpan ClaimTime
    {
        get => _state.ClaimTime;
        set => _state.ClaimTime = value;
    }

    /// <summary>The client of this name, with these scopes.</summary>
    public TestCredentials NewClient(params IEnumerable<string> scopes) => Clients.Add($"test/{Slug.New()}", scopes);

    private string SignStorage(StorageService storage, Grant grant) => _storage.Url + storage.Sign(grant);

    /// <summary>Puts a task there that has run, without a request, and indexes it where its routes say.</summary>
    /// <param name="artifacts">What it has made.</param>
    /// <param name="changes">Fields of its definition; the others are such that they do not matter.</param>
    /// <param name="id">Null for a new one.</param>
    /// <param name="result">One of <see cref="RunState"/>.</param>
    /// <returns>The id.</returns>
    public string AddTask(
        IReadOnlyCollection<SeededArtifact> artifacts,
        JsonObject? changes = null,
        string? id = null,
        string result = RunState.Completed) =>
        new Seed(_state).Add(id ?? Slug.New(), result, changes ?? [], artifacts);

    /// <summary>Puts a task there exactly as another deployment had it, whatever the time is.</summary>
    /// <param name="definition">As it is answered.</param>
    /// <param name="worker">Group and id of the worker of its only run.</param>
    /// <param name="result">One of <see cref="RunState"/>.</param>
    public void AddRecorded(
        string id,
        JsonObject definition,
        (string Group, string Id) worker,
        IReadOnlyCollection<SeededArtifact> artifacts,
        string result = RunState.Completed)
    {
        AddTask(artifacts, id: id, result: result);
        lock (_state.Gate)
        {
            var task = _state.Tasks.Get(id)!;
            task.Definition.Clear();
            foreach (var (name, value) in definition)
            {
                task.Definition[name] = value?.DeepClone();
            }

            (task.Runs[^1].WorkerGroup, task.Runs[^1].WorkerId) = worker;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _storage.DisposeAsync();
        _state.Blobs.Dispose();
    }
}
