using System.Collections.Immutable;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Edges;

/// <summary>What the instructions of a Dockerfile name, and what is to be said about how they name it.</summary>
/// <param name="References">Every image it names, in the order of their places;
/// <c>scratch</c> and stages left out.</param>
public record DockerfileNames(ImmutableArray<ImageReferenceUse> References)
{
    /// <summary>
    /// The places that name a stage of the file or <c>scratch</c>,
    /// and the one way to write it that all builders read alike.
    /// </summary>
    public ImmutableArray<StageUse> Stages { get; init; } = [];

    /// <summary>The <c>ONBUILD</c> instructions of its last stage, which builds on this image carry out.</summary>
    public ImmutableArray<BuildTrigger> Triggers { get; init; } = [];

    /// <summary>What <c>ADD</c> fetches from elsewhere.</summary>
    public ImmutableArray<Download> Downloads { get; init; } = [];

    /// <summary>The paths of the context that <c>COPY</c> and <c>ADD</c> name as they are.</summary>
    public ImmutableArray<CopiedPath> Copied { get; init; } = [];

    /// <summary>
    /// Why builders may read another file than Slipway does; errors when it is built, and none for its digest.
    /// </summary>
    public ImmutableArray<Diagnostic> Doubts { get; init; } = [];

    /// <summary>
    /// The first instruction with a here-document, which not every builder knows; null when there is none.
    /// </summary>
    public SourceLocation? Heredoc { get; init; }

    /// <summary>
    /// The first instruction with a variable in what it mounts, where some builders read the mount after they put the
    /// value in.
    /// </summary>
    public SourceLocation? MountVariable { get; init; }
}

/// <summary>A place that names a stage of the same Dockerfile, or <c>scratch</c>.</summary>
/// <param name="Offset">Where the name starts, in bytes.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Name">The stage's name as its <c>FROM</c> has it, in lower case, or its number.</param>
public sealed record StageUse(int Offset, int Length, string Name);

/// <summary>An instruction that builds on an image carry out (<c>ONBUILD</c>).</summary>
/// <param name="Location">Its line.</param>
/// <param name="Names">The images that it names: kind and reference, as written.</param>
/// <param name="Reaches">Whether it mounts a cache, or may; or fetches something.</param>
public sealed record BuildTrigger(
    SourceLocation Location, ImmutableArray<(ReferenceKind Kind, string Reference)> Names, bool Reaches);
