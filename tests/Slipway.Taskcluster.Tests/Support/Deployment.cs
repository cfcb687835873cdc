using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Taskcluster.Settings;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Tests.Support;

/// <summary>A deployment and clients of it, whose waits are short.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly List<TaskclusterClient> _clients = [];

    public Deployment()
    {
        Server = new TaskclusterServer(Time);
        Clock = new HurriedClock(Time);
    }

    /// <summary>The time of the services and of their clients, which stands until a test moves it.</summary>
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public TaskclusterServer Server { get; }

    /// <summary>The clock of the clients.</summary>
    public HurriedClock Clock { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Whether clients that are made from now on take a short silence for a long one.</summary>
    public bool IsHasty { get; set; }

    /// <summary>A client that may do anything.</summary>
    public TaskclusterClient Client => field ??= Connect("*");

    public TaskclusterClient Connect(params string[] scopes) => Connect(Of(Server.NewClient(scopes)));

    public TaskclusterClient ConnectAsNobody() => Connect(credentials: null);

    public TaskclusterClient Connect(
        TaskclusterCredentials? credentials, Func<TaskclusterSettings, TaskclusterSettings>? change = null)
    {
        var settings = Settings(Server.RootUrl, Clock) with { Credentials = credentials };
        if (IsHasty)
        {
            var silence = TimeSpan.FromSeconds(8);
            settings = settings with { Timeouts = new TaskclusterTimeouts { Stall = silence, Commit = silence } };
        }

        var client = new TaskclusterClient(change?.Invoke(settings) ?? settings);
        _clients.Add(client);
        return client;
    }

    public static TaskclusterSettings Settings(Uri root, TimeProvider clock) => new()
    {
        RootUrl = root,
        UserAgent = "slipway-tests",
        Clock = clock,
    };

    public static TaskclusterCredentials Of(TestCredentials credentials) =>
        new(credentials.ClientId, credentials.AccessToken, credentials.Certificate);

    public TaskId AddTask(params SeededArtifact[] artifacts) => TaskId.Parse(Server.AddTask(artifacts));

    /// <summary>The error of a call that has to fail.</summary>
    public static async Task<Diagnostic> FailureAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<SlipwayException>(call)).Diagnostics.Single();

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Server.DisposeAsync();
    }
}
