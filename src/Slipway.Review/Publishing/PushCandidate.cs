using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Review.Publishing;

/// <summary>What is known of a registry image that shall be published.</summary>
/// <param name="Name">The image.</param>
/// <param name="Target"><c>&lt;REGISTRY&gt;/&lt;name&gt;:&lt;VERSION&gt;</c>.</param>
/// <param name="Digest">Its context directory hash, HASH files left out.</param>
/// <param name="ImageHash">The image ID of what the store has for that digest; null when it has nothing.</param>
/// <param name="Published">What the registry has under the version; null when it has nothing.</param>
public sealed record PushCandidate(
    ImageName Name, ImageReference Target, Sha256Digest Digest, Sha256Digest? ImageHash, PublishedImage? Published);
