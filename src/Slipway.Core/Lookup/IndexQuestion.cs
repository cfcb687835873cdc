using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Lookup;

/// <summary>A namespace that a plan asks the index about, and what an answer must be to be believed.</summary>
/// <param name="Scope">Whose namespace it is.</param>
/// <param name="Digest">The digest that it names; null when it names none.</param>
public readonly record struct IndexQuestion(IndexNamespace Namespace, IndexScope Scope, InputsDigest? Digest)
{
    /// <summary>Whether an entry may stand under this namespace.</summary>
    public bool Accepts(IndexEntry entry) => FindUntruth(entry) is null;

    /// <summary>Why an entry may not stand under this namespace, for people; null when it may.</summary>
    /// <remarks>
    /// What neither an entry nor its build says is taken on trust of the index, which guards who may write where; what
    /// they say must fit, so that a mistake or a malicious insert does not pass for a trusted image.
    /// </remarks>
    public string? FindUntruth(IndexEntry entry)
    {
        if (entry.Untruth is { } untruth)
        {
            return untruth;
        }

        var known = entry.Facts is { } facts ? entry.With(facts) : entry;
        return Digest is { } wanted && known.Digest is { } recorded && recorded != wanted
                ? $"its build has the digest {recorded}"
            : known.Scope is { } builder && !Scope.Trusts(builder)
                ? $"its build was made at {Display.Text(builder.Text)}"
            : null;
    }
}
