using System.Collections.Immutable;
using Slipway.Trust.Documents;

namespace Slipway.Trust.Verdicts;

/// <summary>What came of judging a chain.</summary>
public sealed record TrustVerdict
{
    public required bool IsAccepted { get; init; }

    /// <summary>The number of the first rule that does not hold; null when all do.</summary>
    public string? Rule { get; init; }

    /// <summary>In one sentence, what does not hold; null when all does.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// What was not checked and has to be, by the policy, when that is why it is refused; null when something does not
    /// hold, or all does.
    /// </summary>
    public TrustCheck? Unchecked { get; init; }

    /// <summary>
    /// What a person does about it where it is known what that is here; null where only the rule says it.
    /// </summary>
    public string? Advice { get; init; }

    /// <summary>What a person does about it; null when no rule is broken.</summary>
    public string? Remedy => Advice
        ?? (Rule is { } rule && TrustRules.Find(rule) is { } known
            ? (Unchecked is null ? null : known.UncheckedRemedy) ?? known.Remedy
            : null);

    /// <summary>Every task on the chain, in the order in which they were found.</summary>
    public required ImmutableArray<LinkVerdict> Links { get; init; }

    /// <summary>
    /// When the push was made from which the target was planned; null when nobody but the task says it.
    /// </summary>
    public DateTimeOffset? Pushed { get; init; }

    /// <summary>When the first task of the chain expires, and what it published; null when none says it.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What does not decide, but deserves a look.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Documents without which this verdict is not complete; none when everything was at hand.</summary>
    public ImmutableArray<WantedDocument> Wanted { get; init; } = [];

    /// <summary>Artifacts that were not at hand, and the hashes that they must have to be used.</summary>
    public ImmutableArray<ExpectedArtifact> NotHashed { get; init; } = [];
}

/// <summary>What was checked of one task, or of one image by what was signed about it.</summary>
/// <param name="Name">The way to it, such as <c>signing:build:docker-image</c>.</param>
/// <param name="TaskId">Its id; of an image the digest.</param>
/// <param name="Title">The task's own name; null when it has none.</param>
/// <param name="Type">The type that the way gave it.</param>
/// <param name="Implementation">Which kind of worker ran it; of an image <see cref="Statement"/>.</param>
/// <param name="Checks">In the order in which they were made.</param>
public sealed record LinkVerdict(
    string Name,
    string TaskId,
    string? Title,
    string Type,
    string Implementation,
    ImmutableArray<TrustCheck> Checks)
{
    /// <summary>Stands where the kind of worker does when no task is judged.</summary>
    public const string Statement = "statement";

    /// <summary>Whether this is an image, judged by what was signed about it.</summary>
    public bool IsStatement => Implementation == Statement;
}

/// <summary>One thing that was held against another.</summary>
/// <param name="Rule">The number of the rule.</param>
/// <param name="State">What came of it.</param>
/// <param name="Text">What was checked against what; or what does not hold.</param>
public sealed record TrustCheck(string Rule, CheckState State, string Text)
{
    /// <summary>The one artifact of the task about which this was asked; null when it is about the task.</summary>
    public string? Artifact { get; init; }

    /// <summary>What the parent is called about which this was asked; null when it is about the image itself.</summary>
    public string? Parent { get; init; }
}

public enum CheckState
{
    /// <summary>It was checked, and it holds.</summary>
    Held,

    /// <summary>It was checked, and it does not hold.</summary>
    Failed,

    /// <summary>There was nothing to check it with.</summary>
    NotChecked,
}

/// <summary>An artifact that was not hashed.</summary>
/// <param name="TaskId">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Hashes">By algorithm, what the worker signed.</param>
public sealed record ExpectedArtifact(string TaskId, string Name, ImmutableSortedDictionary<string, string> Hashes)
{
    /// <summary>What is to be looked for in it.</summary>
    public ContentKind Content { get; init; }

    /// <summary>The paths of the Dockerfiles that are to be read out of it.</summary>
    public ImmutableSortedSet<string> Dockerfiles { get; init; } =
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The image IDs of which it has to hold one; null for any.</summary>
    public ImmutableSortedSet<string>? Images { get; init; }

    /// <summary>Why it does not count at all unless it was found to hold one of these; null when it does.</summary>
    public string? Voided { get; init; }
}
