namespace Slipway.Model.Builds;

/// <summary>Where the sources of a build came from, as the checkout said when it was built.</summary>
/// <param name="Repository">The address of the repository; null when it has none that may be published.</param>
/// <param name="Commit">The whole id of the commit that was checked out; null when there was none.</param>
/// <param name="IsChanged">Whether there was more than what is committed, which may have got into the build.</param>
public sealed record BuildSource(string? Repository, string? Commit, bool IsChanged)
{
    /// <summary>That the tree was in no checkout.</summary>
    public static readonly BuildSource None = new(null, null, false);
}
