using System.Collections.Immutable;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Configuration;
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

    /// <summary>The Dockerfile, below the folder; null for the usual one.</summary>
    public Located<RelativePath>? Dockerfile { get; set; }

    public ImmutableSortedDictionary<string, string> Args { get; set; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Where each of <see cref="Args"/> is written.</summary>
    public ImmutableDictionary<string, ArgumentPlace> ArgPlaces { get; set; } =
        ImmutableDictionary<string, ArgumentPlace>.Empty;

    public Located<ImageName>? Parent { get; set; }

    /// <summary>What it needs besides.</summary>
    public ImmutableArray<ImageNeed> Needs { get; set; } = [];

    /// <summary>What is built, for packages; null for an image.</summary>
    public PackageSource? Package { get; set; }

    /// <summary>Null for the platform of the tree.</summary>
    public string? Platform { get; set; }

    public TimeSpan? MaxAge { get; set; }

    public ImmutableArray<string> Secrets { get; set; } = [];

    /// <summary>Whether the image is found by its digest.</summary>
    public bool IsCached { get; set; } = true;

    /// <summary>What only one dialect or backend understands.</summary>
    public Extensions Extensions { get; private set; } = Extensions.None;

    /// <summary>Changes the settings of one dialect or backend.</summary>
    public void Change<T>(Func<T, T> change)
        where T : class, new() =>
        Extensions = Extensions.With(change(Extensions.Get<T>()));

    /// <summary>What may change its digest, unless this file says that it does not.</summary>
    public ImmutableArray<DigestDoubt> Doubts { get; set; } = [];

    /// <summary>
    /// Why it is an image, but none that can be had here: the warning that says so. Null when it can.
    /// </summary>
    public Diagnostic? LeftOutFor { get; private set; }

    /// <summary>Leaves it out; of several reasons the first counts.</summary>
    public void LeaveOut(Diagnostic reason) => LeftOutFor ??= reason;

    /// <summary>Leaves it out for something in the tree's own files, and tells of it among its problems.</summary>
    /// <param name="reason">A warning.</param>
    public void LeaveOutAndTell(Diagnostic reason)
    {
        LeaveOut(reason);
        Problems.Add(reason);
    }

    /// <summary>What was found wrong or doubtful with it, apart from what is wrong with the tree.</summary>
    public DiagnosticBag Problems { get; } = new();

    /// <summary>
    /// Whether something in it was reported, so that the image cannot be trusted to be what was meant.
    /// </summary>
    public bool IsBroken => Problems.HasErrors;
}
