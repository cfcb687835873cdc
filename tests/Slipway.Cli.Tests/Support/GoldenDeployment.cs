using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Index;
using Slipway.Tests.Chains;
using Slipway.Tests.Http;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;

namespace Slipway.Cli.Tests.Support;

/// <summary>
/// A golden chain where a deployment would have it: tasks at a Queue, push logs and templates on the web.
/// </summary>
/// <remarks>Variables of the process say which deployment, so what uses this must not run beside anything
/// else.</remarks>
internal sealed class GoldenDeployment : IAsyncDisposable
{
    /// <summary>The image that was built on another one.</summary>
    public const string Child = "HAz8620TRyqM8D7V1yXEIw";

    public const string Base = "ZHHmWhJOQYG3w71wxvE3MA";
    public const string Decision = "QmyeAPjXT8ep59UxYaff9A";

    private static readonly string[] Variables =
    [
        "TASKCLUSTER_ROOT_URL", "TASKCLUSTER_CLIENT_ID", "TASKCLUSTER_ACCESS_TOKEN", "TASKCLUSTER_PROXY_URL",
        "TASKCLUSTER_CERTIFICATE", "TASK_ID", "RUN_ID",
    ];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(
        name => name, Environment.GetEnvironmentVariable);

    private readonly HttpListener _web = new();
    private readonly TempTree _tree = new();
    private readonly ChainDocuments _documents;

    /// <param name="chain">The chain; the intact one when null.</param>
    /// <param name="trust">Lines for <c>trust:</c> of the policy.</param>
    public GoldenDeployment(JsonNode? chain = null, string trust = "3: require")
    {
        var (documents, policy) = GoldenChain.Read(chain ?? GoldenChain.Intact());
        _documents = documents;
        foreach (var (id, task) in documents.Tasks)
        {
            Server.AddRecorded(
                id,
                (JsonObject)task!.Definition.Value!,
                Worker(task),
                [
                    .. documents.Of(id).Bodies.Where(body => body.Value is not null).Select(body =>
                        new SeededArtifact(body.Key, body.Value!.Content!.Value.ToArray())),
                ],
                task.State ?? "completed");
        }

        string address = Listen();
        PolicyText = PolicyWriter.Write(policy, "a test", new DateOnly(2026, 11, 29), "it is golden")
            .Replace("  1: off\n  2: warn\n  3: warn\n", $"  {trust}\n", StringComparison.Ordinal)
            + $"""
            mirrors:
              https://hg.mozilla.org/: {address}hg.mozilla.org/
              https://raw.githubusercontent.com/: {address}raw.githubusercontent.com/

            """;
        _tree.Image("lint", "FROM scratch\n").Write("trust/policy.yml", PolicyText);
        var credentials = Server.NewClient("*");
        Environment.SetEnvironmentVariable("TASKCLUSTER_ROOT_URL", Server.RootUrl.AbsoluteUri.TrimEnd('/'));
        Environment.SetEnvironmentVariable("TASKCLUSTER_CLIENT_ID", credentials.ClientId);
        Environment.SetEnvironmentVariable("TASKCLUSTER_ACCESS_TOKEN", credentials.AccessToken);
        Environment.SetEnvironmentVariable("TASK_ID", null);
    }

    public TaskclusterServer Server { get; } = new();

    public string PolicyText { get; }

    public string PathOf(string path) => _tree.PathOf(path);

    /// <summary>Lets a namespace lead to a task.</summary>
    public void Index(string name, string task) => Server.Index.Insert(
        new IndexEntry(name, task, 0, [], DateTimeOffset.UtcNow.AddDays(1)));

    public void Write(string path, string content) => _tree.Write(path, content);

    public Task<CliRun> RunAsync(params string[] arguments) => _tree.RunAsync(arguments);

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _web.Close();
        _tree.Dispose();
        await Server.DisposeAsync();
    }

    private static (string Group, string Id) Worker(TaskDocument task) => (
        (string?)task.LatestRun?["workerGroup"] ?? "none", (string?)task.LatestRun?["workerId"] ?? "none");

    private string Listen()
    {
        string address = $"http://127.0.0.1:{FreePort.Find()}/";
        _web.Prefixes.Add(address);
        _web.Start();
        _ = AnswerAsync(address);
        return address;
    }

    private async Task AnswerAsync(string address)
    {
        while (_web.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _web.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string asked = $"https://{context.Request.Url!.OriginalString[address.Length..]}";
            var body = _documents.Web.GetValueOrDefault(asked)?.Content;
            context.Response.StatusCode = body is null ? 404 : 200;
            await context.Response.OutputStream.WriteAsync(body ?? Encoding.UTF8.GetBytes("nothing"));
            context.Response.Close();
        }
    }
}
