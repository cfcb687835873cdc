using Slipway.Model.Registries;

namespace Slipway.Trust.Policies;

/// <summary>
/// Images of registries in a policy: a repository, one that ends in <c>*</c> for all that begin so, or one manifest of
/// a repository by its digest.
/// </summary>
internal static class BasePattern
{
    private const string Any = "*";

    // Behind a beginning, so that it can be read as Docker reads a name: with the registry that is left out.
    private const string Rest = "x";

    /// <summary>Whether a text may stand in a policy.</summary>
    public static bool IsOne(string text) => text.EndsWith(Any, StringComparison.Ordinal)
        ? BeginningOf(text) is not null
        : ImageReference.TryParse(text, out var one) && one.Tag is null;

    public static bool Covers(string pattern, ImageReference image)
    {
        if (pattern.EndsWith(Any, StringComparison.Ordinal))
        {
            return BeginningOf(pattern) is { } beginning
                && image.Repository.ToString().StartsWith(beginning, StringComparison.Ordinal);
        }

        return ImageReference.TryParse(pattern, out var one)
            && one.Repository == image.Repository
            && (one.RepoDigest is null || one.RepoDigest == image.RepoDigest);
    }

    private static string? BeginningOf(string pattern) =>
        RepositoryName.TryParse(pattern[..^Any.Length] + Rest, out var name) ? name.ToString()[..^Rest.Length] : null;
}
