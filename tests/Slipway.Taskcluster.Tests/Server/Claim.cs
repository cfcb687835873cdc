using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Tests.Server;

/// <summary>A run that a test has claimed, and somebody with its credentials.</summary>
internal sealed record Claim(string Task, int Run, Caller Caller)
{
    public static async Task<Claim> TakeAsync(TaskclusterServer server, Caller worker)
    {
        var reply = await worker.SendAsync(
            "POST", "/api/queue/v1/claim-work/proj/ci", JsonNode.Parse("""{"workerGroup": "g", "workerId": "w", "tasks": 1}"""));
        var claim = reply.Json["tasks"]!.AsArray().Single()!;
        var credentials = claim["credentials"]!;
        return new Claim(
            (string)claim["status"]!["taskId"]!,
            (int)claim["runId"]!,
            new Caller(
                server,
                new TestCredentials(
                    (string)credentials["clientId"]!,
                    (string)credentials["accessToken"]!,
                    (string?)credentials["certificate"])));
    }
}
