using System.Collections.Immutable;

namespace Slipway.Application.Running;

/// <summary>Which image is to be loaded into the engine. A closed set of cases.</summary>
public abstract record LoadRequest
{
    private LoadRequest()
    {
    }

    /// <summary>The tags that the image gets; none for those of the image itself.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The image whose digest the tree has now.</summary>
    public sealed record OfTree(string Image) : LoadRequest;

    /// <summary>An image of the tree with another digest than it has now.</summary>
    public sealed record OfDigest(string Image, string Digest) : LoadRequest;

    /// <summary>What a build, or a task, made.</summary>
    public sealed record OfBuild(string Id) : LoadRequest;

    /// <summary>What a namespace of the index points to.</summary>
    public sealed record OfNamespace(string Namespace) : LoadRequest;
}
