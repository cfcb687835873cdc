using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.Surveys.Builds;

/// <summary>A build as a file of another tool declares it.</summary>
public sealed record DeclaredBuild
{
    /// <summary>Which tool's file it is from.</summary>
    public required BuildTool Tool { get; init; }

    /// <summary>What it is called there: a target, or a service.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is declared.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>The folder that paths are relative to: that of the file.</summary>
    public required RelativePath Base { get; init; }

    /// <summary>The folder that becomes the context, below the root; null where <see cref="Refusal"/> says why.
    /// </summary>
    public RelativePath? Context { get; init; }

    /// <summary>The Dockerfile, below the context; null when <see cref="Refusal"/> says why.</summary>
    public RelativePath? Dockerfile { get; init; }

    /// <summary>Build arguments whose values are known.</summary>
    public ImmutableSortedDictionary<string, string> Args { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The stage that is built; null for the last one.</summary>
    public string? Stage { get; init; }

    /// <summary>Contexts by name that are builds of the same file, by the names of these.</summary>
    public ImmutableSortedDictionary<string, string> Builds { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Contexts by name that are anything else: a folder, a URL, another image.</summary>
    public ImmutableSortedDictionary<string, string> Others { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What it is built for; none for what the builder is.</summary>
    /// <remarks>To bake <c>local</c> is that too.</remarks>
    public ImmutableArray<string> Platforms { get; init => field = value is ["local"] ? [] : value; } = [];

    /// <summary>The ids of its build secrets.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>What cannot be taken over, in words for people; the image is usable all the same.</summary>
    public ImmutableArray<string> Doubts { get; init; } = [];

    /// <summary>Why it cannot be an image here; null when it can.</summary>
    public string? Refusal { get; init; }
}

/// <summary>A tool whose files say what is built.</summary>
public enum BuildTool
{
    Bake,
    Compose,
}
