using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Sharing.Layout;

/// <summary>What the place of an image says, in a registry that machines share.</summary>
public static class SharedNames
{
    /// <summary>
    /// The image whose repository a reference names, of which scope, and the digest that its tag has; null for other
    /// repositories.
    /// </summary>
    /// <param name="root">Below which everything is.</param>
    /// <param name="reference">The reference.</param>
    public static (ImageName Image, IndexScope Scope, InputsDigest? Digest)? Find(
        RepositoryName root, ImageReference reference)
    {
        string text = reference.Repository.ToString();
        string start = $"{root}/";
        return text.StartsWith(start, StringComparison.Ordinal)
            && SharedLayout.ImageOf(text[start.Length..]) is var (image, scope)
                ? (image, scope, reference.Tag is { } tag ? SharedTags.DigestOf(tag) : null)
                : null;
    }
}
