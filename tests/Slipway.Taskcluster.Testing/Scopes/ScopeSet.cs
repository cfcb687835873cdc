using System.Collections.Immutable;

namespace Slipway.Taskcluster.Testing.Scopes;

/// <summary>
/// The scopes of a caller. One that ends in <c>*</c> stands for all that begin with what is before it.
/// </summary>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/apis/hawk/scopes</remarks>
internal sealed class ScopeSet(IEnumerable<string> scopes)
{
    public ImmutableSortedSet<string> Scopes { get; } = scopes.ToImmutableSortedSet(StringComparer.Ordinal);

    public bool Has(string scope) => Scopes.Any(held => Covers(held, scope));

    public static bool Covers(string held, string scope) =>
        held == scope || (held.EndsWith('*') && scope.StartsWith(held[..^1], StringComparison.Ordinal));
}
