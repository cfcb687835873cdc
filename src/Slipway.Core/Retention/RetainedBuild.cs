using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>A build whose image is there, as far as it matters for how long it stays.</summary>
public sealed record RetainedBuild
{
    public required BuildId Id { get; init; }

    /// <summary>The name under which it was built.</summary>
    public required ImageName Image { get; init; }

    /// <summary>The scope in which it was built.</summary>
    public required IndexScope Scope { get; init; }

    /// <summary>The inputs digest.</summary>
    public required InputsDigest Digest { get; init; }

    /// <summary>The image ID.</summary>
    public required ImageHash ImageHash { get; init; }

    /// <summary>The manifest by which its content is kept; builds may share one.</summary>
    public required Sha256Digest Manifest { get; init; }

    public required DateTimeOffset Built { get; init; }

    /// <summary>When it, or its content, was last written or taken into use.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>Where it can be found; at least one place.</summary>
    public required ImmutableArray<RetainedPlace> Places { get; init; }

    /// <summary>The digests of what it was built on.</summary>
    public ImmutableArray<InputsDigest> Parents { get; init; } = [];

    /// <summary>A name that the policy is not about and that leads to it; null when there is none.</summary>
    public string? NamedElsewhere { get; init; }
}

/// <summary>A name in a scope under which a build is indexed.</summary>
/// <param name="Name">The image's name there, which may be another one than it was built under.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Pushed">The push date that it has there.</param>
/// <param name="Expires">From when on it is not found there.</param>
public sealed record RetainedPlace(string Name, IndexScope Scope, DateTimeOffset Pushed, DateTimeOffset Expires);
