using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Trust.Keys;

/// <summary>A key that a policy trusts to sign statements of builds, and what for.</summary>
/// <param name="Name">For people: what the policy calls it.</param>
/// <param name="Key">The public key.</param>
public sealed record Signer(string Name, VerifyingKey Key)
{
    /// <summary>The highest level for whose builds it speaks; null for all.</summary>
    public Level? Level { get; init; }

    /// <summary>Before, nothing that it signed counts; null for no beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Afterwards nothing that it signed counts, whenever that was; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it is in wrong hands: nothing that it signed counts, whenever that was.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>The builders for which it speaks; empty for any.</summary>
    public ImmutableSortedSet<string> Builders { get; init; } = [];

    /// <summary>
    /// The images for which it speaks; <c>*</c> may stand at the end of a name. Empty for any.
    /// </summary>
    public ImmutableSortedSet<string> Images { get; init; } = [];

    /// <summary>
    /// The addresses of the sources for which it speaks; <c>*</c> may stand at the end of one. Empty for any.
    /// </summary>
    public ImmutableSortedSet<string> Repositories { get; init; } = [];
}
