using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Credentials;
using Slipway.Taskcluster.Testing.Scopes;

namespace Slipway.Taskcluster.Testing.Api;

/// <summary>A request that has found its method.</summary>
internal sealed class Call(Func<Caller> authenticate)
{
    private Caller? _caller;

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required IReadOnlyDictionary<string, string> Query { get; init; }

    public required JsonObject Body { get; init; }

    public bool IsAuthorized { get; private set; }

    public Caller Caller => _caller ??= Authenticate();

    public string this[string parameter] => Parameters[parameter];

    public int Run => int.Parse(this["runId"]);

    /// <exception cref="ApiError">The caller may not.</exception>
    public void Authorize(ScopeExpression expression)
    {
        if (expression.Missing(Caller.Scopes) is not { } missing)
        {
            IsAuthorized = true;
            return;
        }

        // Clients read the missing scopes out of this text, so it has the form that the services give it:
        // https://github.com/taskcluster/taskcluster/blob/v106.0.0/libraries/api/src/middleware/auth.js
        throw ApiError.Scopes(Caller.ClientId is { } id
            ? $"Client ID {id} does not have sufficient scopes and is missing the following scopes:\n\n"
                + $"```\n{missing}\n```\n\nThis request requires the client to satisfy the following scope "
                + "expression:\n\n"
                + $"```\n{expression}\n```"
            : "This request requires Taskcluster credentials that satisfy the following scope expression:\n\n"
                + $"```\n{expression}\n```");
    }

    /// <summary>One page of a list, and the token for the next.</summary>
    public (ImmutableArray<T> Page, string? Next) Page<T>(IReadOnlyList<T> all)
    {
        const int MaximumLimit = 1000;
        int offset = Paging.Decode(Query.GetValueOrDefault("continuationToken"));
        int limit = Query.TryGetValue("limit", out string? text)
            ? (int)Math.Min(MaximumLimit, decimal.Parse(text))
            : MaximumLimit;
        ImmutableArray<T> page = [.. all.Skip(offset).Take(limit)];
        return (page, offset + limit < all.Count ? Paging.Encode(offset + limit) : null);
    }

    private Caller Authenticate()
    {
        try
        {
            return authenticate();
        }
        catch (AuthenticationException exception)
        {
            throw ApiError.Authentication(exception.Message);
        }
    }
}
