using System.Collections.Immutable;

namespace Slipway.Application.Checks;

/// <summary>What a person asks of a check.</summary>
public sealed record CheckOptions
{
    /// <summary>The images to check; none for all.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>The git revision since which inputs count as changed; null for where HEAD left the main branch.</summary>
    public string? Against { get; init; }

    /// <summary>Whether no registry is asked.</summary>
    public bool IsOffline { get; init; }

    /// <summary>An index entry that has no longer than this to live is reported.</summary>
    public required TimeSpan ExpiringWithin { get; init; }

    /// <summary>Whether what needs no decision is put right.</summary>
    public bool Fix { get; init; }
}
