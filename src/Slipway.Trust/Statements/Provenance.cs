using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Trust.Statements;

/// <summary>What a statement of Slipway says: which image was built, from what, and by whom.</summary>
public sealed record Provenance
{
    /// <summary>What it speaks of: the manifest and the config of one image.</summary>
    public required ImmutableArray<StatementSubject> Subjects { get; init; }

    public required ImageName Image { get; init; }

    /// <summary>The digest of the image's inputs.</summary>
    public required InputsDigest Digest { get; init; }

    /// <summary>SHA-256 of the manifest of these inputs, which lists every file.</summary>
    public required Sha256Digest Inputs { get; init; }

    public required Level Level { get; init; }

    /// <summary>The pull request that it was built for; null for a push to a branch.</summary>
    public string? PullRequest { get; init; }

    public string? Project { get; init; }

    public string? Revision { get; init; }

    /// <summary>Where the sources are to be had; null when that is not known.</summary>
    public string? Source { get; init; }

    /// <summary>The commit that was checked out there; null when that is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether there was more than what is committed, which may have got into the build.</summary>
    public bool IsChanged { get; init; }

    /// <summary>The images of the tree that it was built on, by name.</summary>
    public ImmutableSortedDictionary<string, ImageHash> Parents { get; init; } = NoImages;

    /// <summary>The images from elsewhere that it was built on, by their reference as written.</summary>
    public ImmutableSortedDictionary<string, ImageHash> Externals { get; init; } = NoImages;

    /// <summary>Who built it: a URI.</summary>
    public required string Builder { get; init; }

    public required BuildId Build { get; init; }

    /// <summary>The engine and its version.</summary>
    public required string Engine { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Finished { get; init; }

    /// <summary>The scope in which it was built.</summary>
    public IndexScope Scope => IndexScope.Of(Level, PullRequest);

    /// <summary>Whether it is about something.</summary>
    public bool SpeaksOf(Sha256Digest subject) => Subjects.Any(one => one.Digest == subject);

    public static ImmutableSortedDictionary<string, ImageHash> NoImages { get; } =
        ImmutableSortedDictionary.Create<string, ImageHash>(StringComparer.Ordinal);
}

/// <summary>One name of what a statement speaks of.</summary>
/// <param name="Name">For people; nothing is checked against it.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
public sealed record StatementSubject(string Name, Sha256Digest Digest);
