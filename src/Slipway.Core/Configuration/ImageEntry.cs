using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>What <c>images:</c> says about one image.</summary>
public sealed class ImageEntry(ImageName name, SourceLocation location)
{
    public ImageName Name { get; } = name;

    /// <summary>The place of its key.</summary>
    public SourceLocation Location { get; } = location;

    /// <summary>The folder as written, relative to the images' folder.</summary>
    public Located<string>? Definition { get; set; }

    public ImmutableSortedDictionary<string, string> Args { get; set; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Where each of <see cref="Args"/> is written.</summary>
    public ImmutableDictionary<string, ArgumentPlace> ArgPlaces { get; set; } = ImmutableDictionary<string, ArgumentPlace>.Empty;

    public Located<ImageName>? Parent { get; set; }

    public TimeSpan? MaxAge { get; set; }

    public ImmutableArray<string> Secrets { get; set; } = [];

    /// <summary>What is said about the task that builds it.</summary>
    public ImageTaskSettings Task { get; set; } = new();

    /// <summary>Whether it is an image, but none that can be had here: what a warning has said.</summary>
    public bool IsLeftOut { get; set; }

    /// <summary>Whether something in it was reported, so that the image cannot be trusted to be what was meant.</summary>
    public bool IsBroken { get; set; }
}
