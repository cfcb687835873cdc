using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>One call of a service, which can be sent more than once.</summary>
/// <param name="Service">Such as <c>queue</c>.</param>
/// <param name="What">For people, after "to": <c>find the task …</c>.</param>
/// <param name="Parts">The path below the service; see <see cref="ServiceAddress"/>.</param>
internal sealed record ApiCall(HttpMethod Method, string Service, string What, params ImmutableArray<string> Parts)
{
    public ImmutableArray<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>Null for none.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Other credentials than usual, such as those that a service gave for one object.</summary>
    public TaskclusterCredentials? Credentials { get; init; }

    /// <summary>Bytes of the answer.</summary>
    public int Limit { get; init; } = TaskclusterLimits.Answer;
}
