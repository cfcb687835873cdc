using System.Net;
using System.Text.Json.Nodes;
using Slipway.Core.Diagnostics;

namespace Slipway.Taskcluster.Http;

/// <summary>What a service answered: never an error of the server, for those are tried again and then thrown.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; null when it is none or no JSON object.</param>
/// <param name="Location">Where it redirects to.</param>
/// <param name="Failure">What to throw when the status is an error's; null for a success or a redirect.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonObject? Body, Uri? Location, SlipwayException? Failure)
{
    /// <summary>Whether there is no such thing: never was, or has expired.</summary>
    public bool IsAbsent => Status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>The body of a success.</summary>
    /// <exception cref="SlipwayException">It was an error.</exception>
    public JsonObject Require() => Failure is null ? Body ?? [] : throw Failure;
}
