namespace Slipway.Core.Configuration;

/// <summary>What is known of a checkout and stands in no file of it that is read.</summary>
/// <param name="RepositoryType"><c>git</c> or <c>hg</c>; null for what the checkout shows.</param>
/// <param name="Project">The project that is pushed to; null for none.</param>
public sealed record CheckoutFacts(string? RepositoryType, string? Project)
{
    /// <summary>The one project whose images may need what is not cached.</summary>
    public const string Toolchains = "toolchains";

    /// <summary>Nothing is known.</summary>
    public static readonly CheckoutFacts None = new(null, null);
}
