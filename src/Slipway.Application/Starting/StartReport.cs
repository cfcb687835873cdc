using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Proposals;

namespace Slipway.Application.Starting;

/// <summary>What setting up a tree came to, or would come to.</summary>
public sealed record StartReport
{
    /// <summary>The absolute path of the tree.</summary>
    public required string Root { get; init; }

    /// <summary>What the tree is.</summary>
    public required TreeKind Kind { get; init; }

    /// <summary>What was found, each a sentence with its full stop.</summary>
    public required ImmutableArray<string> Found { get; init; }

    /// <summary>The images that the tree has then, parents first.</summary>
    public required ImmutableArray<ImageName> Images { get; init; }

    /// <summary>What was written, or would be.</summary>
    public ImmutableArray<StartFile> Files { get; init; } = [];

    /// <summary>Lines that files lack which are there already and so are left to a person.</summary>
    public ImmutableArray<ProposedLines> ToAdd { get; init; } = [];

    /// <summary>What cannot be an image as it is.</summary>
    public ImmutableArray<LeftOutBuild> LeftOut { get; init; } = [];

    /// <summary>What a person should know or decide, each a sentence without a full stop.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What is wrong with files of other tools.</summary>
    public ImmutableArray<Diagnostic> Problems { get; init; } = [];

    /// <summary>Whether the files were written; else they only would be.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsDone => Files.IsEmpty && ToAdd.IsEmpty;
}

/// <summary>A file that is made.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Content">All of it.</param>
/// <param name="What">What it is for, in a few words.</param>
public sealed record StartFile(RelativePath Path, string Content, string What)
{
    /// <summary>What it held before; null for a file that is new.</summary>
    public string? Before { get; init; }
}

/// <summary>What a tree is to <c>slipway init</c>.</summary>
public enum TreeKind
{
    /// <summary>It has a <c>slipway.yml</c>.</summary>
    Configured,

    /// <summary>Its own files say what its images are: it uses taskgraph.</summary>
    Taskgraph,

    /// <summary>Its images are where they are looked for without a word.</summary>
    Usual,

    /// <summary>Bake or compose files say what is built.</summary>
    Declared,

    /// <summary>It has Dockerfiles.</summary>
    Dockerfiles,

    /// <summary>It has nothing to make an image of.</summary>
    Empty,
}
