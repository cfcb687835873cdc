using System.Collections.Immutable;

namespace Slipway.Taskcluster.Testing.Scopes;

/// <summary>The roles of the deployment: who has <c>assume:&lt;role&gt;</c> has its scopes too.</summary>
/// <remarks>Everybody has the role <c>anonymous</c>, with or without credentials.</remarks>
public sealed class Roles
{
    public const string Anonymous = "anonymous";

    private readonly Lock _gate = new();
    private ImmutableDictionary<string, ImmutableArray<string>> _roles =
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal).Add(Anonymous, []);

    /// <summary>Gives a role its scopes, instead of those that it had.</summary>
    public void Set(string role, params IEnumerable<string> scopes)
    {
        lock (_gate)
        {
            _roles = _roles.SetItem(role, [.. scopes]);
        }
    }

    internal ScopeSet Expand(IEnumerable<string> scopes)
    {
        var roles = _roles;
        var all = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(scopes);
        while (waiting.TryPop(out string? scope))
        {
            if (!all.Add(scope))
            {
                continue;
            }

            foreach (var (role, granted) in roles)
            {
                if (ScopeSet.Covers(scope, $"assume:{role}"))
                {
                    foreach (string one in granted)
                    {
                        waiting.Push(one);
                    }
                }
            }
        }

        return new ScopeSet(all);
    }
}
