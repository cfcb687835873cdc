using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Pushes;

namespace Slipway.Application.Checks;

/// <summary>What is to be checked.</summary>
public sealed record CheckRequest
{
    /// <summary>The tree as it was read, with what is wrong with it.</summary>
    public required CatalogResult Reading { get; init; }

    /// <summary>The images that findings are wanted for.</summary>
    public required ImmutableArray<ImageDefinition> Images { get; init; }

    /// <summary>Says which level counts and which index entries are looked at.</summary>
    public required PushContext Push { get; init; }

    /// <summary>The revision to compare with; null for where this line of work left the main branch.</summary>
    public string? Against { get; init; }

    /// <summary>An index entry that has no longer than this to live expires soon.</summary>
    public required TimeSpan ExpiringWithin { get; init; }
}
