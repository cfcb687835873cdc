using Slipway.Core.Indexing;
using Slipway.Core.Values;

namespace Slipway.Core.Planning;

/// <summary>A namespace that a plan asks the index about, and what an answer must be to be believed.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Scope">Whose namespace it is.</param>
/// <param name="Digest">The digest that it names; null when it names none.</param>
public readonly record struct IndexQuestion(IndexNamespace Namespace, IndexScope Scope, Sha256Digest? Digest)
{
    /// <summary>Whether an entry may stand under this namespace.</summary>
    /// <remarks>
    /// What an entry does not say is taken on trust of the index, which guards who may write where; what it says must
    /// fit, so that a mistake or a malicious insert does not pass for a trusted image.
    /// </remarks>
    public bool Accepts(IndexEntry entry) =>
        (Digest is not { } wanted || entry.Digest is not { } recorded || recorded == wanted)
        && (entry.Scope is not { } builder || Scope.Trusts(builder));
}
