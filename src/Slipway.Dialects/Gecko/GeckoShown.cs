using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Dialects.Gecko;

/// <summary>What a tree shows of its gecko, before <c>slipway.yml</c> goes over it.</summary>
internal sealed record GeckoShown
{
    /// <summary>
    /// The newest gecko whose digests are known: of a tree that has the kinds and not the transforms.
    /// </summary>
    public static readonly GeckoShown Newest = new()
    {
        ImageBuilder = NewestBuilder,
        Settings = new GeckoSettings
        {
            CountsRepositoryType = true,
            HasSpacedArguments = false,
            RunTask = RunTaskForm.Gecko,
            RootUrl = GeckoSettings.RootUrlVariable,
        },
    };

    /// <summary>The image that the newest known gecko builds its builder in.</summary>
    public const string NewestBuilder =
        "mozillareleases/image_builder:6.0.0@sha256:734c03809c83c716c1460ed3e00519d79b14d117343d3c556cbd9218a2e7f094";

    /// <summary>The image of the gecko before.</summary>
    public const string OlderBuilder =
        "mozillareleases/image_builder:5.0.0@sha256:e510a9a9b80385f71c112d61b2f2053da625aff2b6d430411ac42e424c58953f";

    /// <summary>The image in which the builder is built; null when the tree does not show it.</summary>
    public string? ImageBuilder { get; init; }

    /// <summary>What else digests depend on; null where the tree does not show it.</summary>
    public GeckoSettings Settings { get; init; } = new();

    /// <summary>What tasks of images have in them.</summary>
    public GeckoImageTask ImageTask { get; init; } = new();

    /// <summary>Where what is not shown would stand.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>Why the run-task files that images get are not those of the tree; null when they are.</summary>
    public string? RunTaskIsPatched { get; init; }

    /// <summary>The images with run-task files.</summary>
    public ImmutableHashSet<ImageName> WithRunTask { get; init; } = [];
}
