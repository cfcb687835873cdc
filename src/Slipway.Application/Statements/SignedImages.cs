using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Application.Statements;

/// <summary>About which images there is a statement.</summary>
/// <param name="Now">Those about which this command made it.</param>
/// <param name="Before">Those about which there was one of this key that says the same.</param>
public sealed record SignedImages(ImmutableArray<ImageName> Now, ImmutableArray<ImageName> Before)
{
    public static readonly SignedImages None = new([], []);

    /// <summary>Those that were built elsewhere, and about which the policy accepts what others signed.</summary>
    public ImmutableArray<ImageName> ByOthers { get; init; } = [];

    /// <summary>Whether every image is there that was asked for.</summary>
    public bool IsWhole { get; init; } = true;

    internal SignedImages With(ImageName name, bool isNew) =>
        isNew ? this with { Now = Now.Add(name) } : this with { Before = Before.Add(name) };

    /// <summary>These and others.</summary>
    public SignedImages And(SignedImages others) => new([.. Now, .. others.Now], [.. Before, .. others.Before])
    {
        ByOthers = [.. ByOthers, .. others.ByOthers],
        IsWhole = IsWhole && others.IsWhole,
    };
}
