using System.Collections.Immutable;

namespace Slipway.Model.Secrets;

/// <summary>Where a build secret is in each environment.</summary>
/// <param name="Everywhere">The place where no other is given; null for none.</param>
/// <param name="Places">By one of <see cref="SecretEnvironments"/>.</param>
public sealed record SecretSource(SecretPlace? Everywhere, ImmutableSortedDictionary<string, SecretPlace> Places)
{
    /// <param name="environments">Names of the environment, the closest first.</param>
    /// <returns>Null when it has no place there.</returns>
    public SecretPlace? For(ImmutableArray<string> environments) =>
        environments.Select(name => Places.GetValueOrDefault(name)).FirstOrDefault(place => place is not null)
        ?? Everywhere;
}
