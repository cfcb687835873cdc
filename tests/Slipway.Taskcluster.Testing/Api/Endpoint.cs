using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Testing.Scopes;
using Slipway.Taskcluster.Testing.Shapes;

namespace Slipway.Taskcluster.Testing.Api;

/// <summary>A method of a service.</summary>
/// <param name="Name">As the reference names it, such as <c>createTask</c>.</param>
/// <param name="Method">GET, PUT and so on.</param>
/// <param name="Route">The path after <c>/v1</c>.</param>
internal sealed record Endpoint(string Name, string Method, string Route)
{
    /// <summary>The query arguments of the lists.</summary>
    public static readonly string[] PagingArguments = ["limit", "continuationToken"];

    public RouteTemplate Template { get; } = new(Route);

    /// <summary>Whether anybody may call it, even with credentials that do not hold.</summary>
    public bool IsPublic { get; init; }

    /// <summary>What it needs, when the path alone says it; null when the handler asks.</summary>
    public Func<Call, ScopeExpression>? Scopes { get; init; }

    /// <summary>The arguments that its query may have.</summary>
    public string[] Query { get; init; } = [];

    /// <summary>What the body has to be; null when it is not looked at.</summary>
    public Shape? Input { get; init; }

    public required Func<Call, CancellationToken, Task<Answer>> Handle { get; init; }
}
