using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Http;

namespace Slipway.Taskcluster.Testing.Api;

/// <summary>What every service answers to see that it is there.</summary>
internal static class Pings
{
    public static Endpoint Ping(TimeProvider clock)
    {
        long started = clock.GetTimestamp();
        return new Endpoint("ping", "GET", "/ping")
        {
            IsPublic = true,
            Handle = (_, _) => Task.FromResult(Answer.Json(new JsonObject
            {
                ["alive"] = true,
                ["uptime"] = clock.GetElapsedTime(started).TotalSeconds,
            })),
        };
    }
}
