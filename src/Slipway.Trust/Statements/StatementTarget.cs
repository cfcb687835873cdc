using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Trust.Statements;

/// <summary>The image about which is asked.</summary>
/// <param name="Name">What a person called it.</param>
/// <param name="Digest">SHA-256 of its manifest or of its config, as it was found.</param>
public sealed record StatementTarget(string Name, Sha256Digest Digest)
{
    /// <summary>Where it is to be used; null where nobody said it.</summary>
    public IndexScope? Scope { get; init; }
}
