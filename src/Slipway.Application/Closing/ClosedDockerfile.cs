using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

/// <summary>A Dockerfile that names nothing but what was provided for it.</summary>
/// <param name="Content">UTF-8 bytes, as the builder gets them.</param>
/// <param name="Externals">The images from elsewhere that it is built on: the reference as written, and the image hash.</param>
/// <param name="Mask">Puts the names that a person wrote in the places of those that the builder got.</param>
internal sealed record ClosedDockerfile(
    ReadOnlyMemory<byte> Content, ImmutableSortedDictionary<string, Sha256Digest> Externals, NameMask Mask)
{
    /// <summary>The name that the builder got for a reference; null when the Dockerfile does not have it.</summary>
    public string? NameOf(string reference) => Mask.GivenFor(reference);
}
