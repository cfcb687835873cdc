using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>An image that the tree has and that cannot be used; the others are not concerned.</summary>
/// <param name="Name">What it is called; of a folder or a key that no image can be called after, that.</param>
/// <param name="IsLeftOut">Whether it may be sound and only cannot be had here; else it is broken.</param>
/// <param name="Diagnostics">Why, at least one, the cause first. Of what is built on another one that is unfit, what is
/// wrong with that one and the way from there.</param>
public sealed record UnfitImage(string Name, bool IsLeftOut, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The folder that it is built from; null when that is not known.</summary>
    public RelativePath? Folder { get; init; }

    /// <summary>Its Dockerfile, below the root; null when that is not known.</summary>
    public RelativePath? Dockerfile { get; init; }

    /// <summary>The cause as it is said where the image is referred to.</summary>
    /// <param name="location">Where that is.</param>
    public Diagnostic At(SourceLocation? location)
    {
        var cause = Diagnostics[0];
        string place = cause.Location is { } where ? $" ({where})" : string.Empty;
        return cause with
        {
            Message = cause.Message.StartsWith($"{Name} is left out", StringComparison.Ordinal)
                ? $"{cause.Message}{place}"
                : $"The image '{Name}' {(IsLeftOut ? "is left out" : "is broken")}: {cause.Message}{place}",
            Location = location ?? cause.Location,
            Severity = Severity.Error,
        };
    }
}
