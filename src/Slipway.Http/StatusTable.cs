using System.Collections.Immutable;
using System.Net;

namespace Slipway.Http;

/// <summary>
/// Which answers of one kind of service may be others a little later: the server's own failures, but for exceptions.
/// </summary>
public sealed record StatusTable
{
    /// <summary>Answers below 500 that pass.</summary>
    public ImmutableArray<HttpStatusCode> Passing { get; init; } = [];

    /// <summary>Answers from 500 on that stay.</summary>
    public ImmutableArray<HttpStatusCode> Lasting { get; init; } = [];

    /// <summary>Whether the same request may get another answer at the next attempt.</summary>
    public bool MayPass(HttpStatusCode status) =>
        status >= HttpStatusCode.InternalServerError ? !Lasting.Contains(status) : Passing.Contains(status);
}
