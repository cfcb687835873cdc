using System.Collections.Immutable;
using Slipway.Model.Engines;
using Slipway.Model.Storage;
using Slipway.Model.Values;

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

/// <summary>An image that the engine has now.</summary>
/// <param name="Description">What to call it.</param>
/// <param name="Name">Its name, when that is known.</param>
/// <param name="Image">The image in the store.</param>
/// <param name="Tags">The tags that it got.</param>
/// <param name="Transfer">What was sent to the engine.</param>
public sealed record LoadedImage(
    string Description, ImageName? Name, StoredImage Image, ImmutableArray<string> Tags, LoadResult Transfer);
