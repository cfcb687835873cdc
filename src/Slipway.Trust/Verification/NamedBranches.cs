using System.Collections.Immutable;
using Slipway.Trust.Policies;

namespace Slipway.Trust.Verification;

/// <summary>The branches of repositories whose commits count.</summary>
public static class NamedBranches
{
    /// <returns>Those that the policy names for the repository at an address; none when it names none.</returns>
    public static ImmutableHashSet<string> Of(ChainPolicy policy, string address) =>
        SourceAddress.Parse(address)?.Repository(policy) is { } name
        && policy.Branches.TryGetValue(name, out var branches)
            ? branches
            : [];
}
