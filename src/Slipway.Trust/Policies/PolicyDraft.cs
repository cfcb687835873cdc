using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Policies;

/// <summary>What the keys of a policy have filled in so far.</summary>
internal sealed class PolicyDraft
{
    public ChainPolicy Policy { get; set; } = new();

    /// <summary>Where the lists of restricted scopes are named, by scope.</summary>
    public Dictionary<string, SourceLocation> ScopePlaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Where it is said what is done at a level.</summary>
    public Dictionary<Level, SourceLocation> LevelPlaces { get; } = [];

    public List<AllowedImage> Images { get; } = [];

    /// <summary>The types of tasks for which there is a list of images, if an empty one.</summary>
    public HashSet<string> ImageTypes { get; } = new(StringComparer.Ordinal);
}

/// <summary>What the keys of a rule about repositories have filled in so far.</summary>
internal sealed class RepositoryDraft
{
    public ImmutableHashSet<string> Schemes { get; set; } = ["https"];

    public ImmutableHashSet<string> Hosts { get; set; } = [];

    public ImmutableArray<System.Text.RegularExpressions.Regex> Paths { get; set; } = [];
}

/// <summary>What the keys of a worker's key have filled in so far.</summary>
internal sealed class KeyDraft
{
    public WorkerKey? Key { get; set; }

    public int? Level { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? Until { get; set; }

    public bool IsRevoked { get; set; }

    public DateOnly? RevokedOn { get; set; }
}

/// <summary>What the keys of an allowed image have filled in so far.</summary>
internal sealed class AllowedImageDraft
{
    public ImageHash? ImageHash { get; set; }

    public string? By { get; set; }

    public DateOnly? On { get; set; }

    public string? Why { get; set; }
}
