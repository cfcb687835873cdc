using System.Collections.Immutable;

namespace Slipway.Core.Retention;

/// <summary>What the policy says of one build.</summary>
/// <param name="Build">The build.</param>
/// <param name="Reasons">Why it is kept; none when it is not.</param>
/// <param name="Standings">Where it stands among the builds of each of its names.</param>
public sealed record RetentionVerdict(
    RetainedBuild Build, ImmutableArray<KeepReason> Reasons, ImmutableArray<Standing> Standings)
{
    public bool IsKept => !Reasons.IsEmpty;
}

/// <summary>How a build stands among those of its image and scope.</summary>
/// <param name="Place">The image and the scope.</param>
/// <param name="Rank">1 for the newest push, 2 for the one before.</param>
/// <param name="Rule">The rule about it; null when there is none, and only its expiry counts.</param>
public sealed record Standing(RetainedPlace Place, int Rank, RetentionRule? Rule);

/// <summary>Why a build is kept.</summary>
/// <param name="Kind">Why.</param>
/// <param name="By">Who or what keeps it; null when the kind says it all.</param>
public sealed record KeepReason(KeepKind Kind, string? By = null);

/// <summary>The ways in which a build is kept.</summary>
public enum KeepKind
{
    /// <summary>No rule is about it, and it has not expired.</summary>
    NotExpired,

    /// <summary>It is one of the newest that its rule keeps.</summary>
    Newest,

    /// <summary>It is younger than its rule asks for.</summary>
    Young,

    /// <summary>A branch, a tag, the working tree or a list of references uses it.</summary>
    Used,

    /// <summary>What is kept was built on it.</summary>
    BuiltOn,

    /// <summary>A name that the policy is not about leads to it.</summary>
    NamedElsewhere,

    /// <summary>It was written, or taken into use, within the grace.</summary>
    JustWritten,
}
