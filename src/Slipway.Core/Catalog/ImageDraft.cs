using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>An image while its tree is read.</summary>
internal sealed class ImageDraft(ImageSeed seed)
{
    public ImageSeed Seed { get; } = seed;

    public ImageName Name => Seed.Name;

    public ImageEntry? Entry => Seed.Entry;

    public RelativePath DockerfilePath { get; } = seed.DockerfilePath;

    /// <summary>Null while it could not be read.</summary>
    public ExpandedDockerfile? Dockerfile { get; set; }

    public RegistryIdentity? Registry { get; set; }

    public ImmutableArray<ImageEdge> Parents { get; set; } = [];

    /// <summary>What was found wrong or doubtful with it.</summary>
    public DiagnosticBag Problems { get; } = seed.Entry?.Problems ?? new DiagnosticBag();

    /// <summary>Images of the tree that it is built on and that there is no draft of.</summary>
    public ImmutableArray<ImageName> MissingParents { get; set; } = [];

    /// <summary>Why it is an image that cannot be had here, as a warning tells; null when it can.</summary>
    public Diagnostic? LeftOutFor { get; set; } = seed.Entry?.LeftOutFor;

    public bool IsLeftOut => LeftOutFor is not null;

    /// <summary>Whether it, or something that it is built on, was reported.</summary>
    public bool IsBroken { get; set; }

    public SourceLocation Location => Entry?.Location ?? new SourceLocation(DockerfilePath.Value);

    /// <summary>What of it decides about edges.</summary>
    public EdgeSource Edges => new(Name, Location, Dockerfile?.References ?? [], Dockerfile?.Triggers ?? [])
    {
        Parent = Entry?.Parent,
        Needs = Entry?.Needs ?? [],
        IsCached = Entry?.IsCached ?? true,
    };

    /// <summary>Where the edge to a parent is written.</summary>
    public SourceLocation LocationOf(ImageEdge edge) => Edges.LocationOf(edge);

    /// <summary>Only for a sound image.</summary>
    public ImageDefinition ToDefinition() => new()
    {
        Name = Name,
        Folder = Seed.Folder,
        DockerfileName = Seed.Dockerfile,
        Kind = Entry?.Package is not null ? ImageKind.Package
            : Registry is null ? ImageKind.Task
            : ImageKind.Registry,
        Package = Entry?.Package,
        Registry = Registry,
        Args = Entry?.Args ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        ArgPlaces = Entry?.ArgPlaces ?? ImmutableDictionary<string, ArgumentPlace>.Empty,
        Parent = Entry?.Parent?.Value,
        Parents = Parents,
        Dockerfile = Dockerfile!,
        Platform = Entry?.Platform,
        MaxAge = Entry?.MaxAge,
        Secrets = Entry?.Secrets ?? [],
        IsCached = Entry?.IsCached ?? true,
        Extensions = Entry?.Extensions ?? Extensions.None,
        Location = Location,
    };
}
