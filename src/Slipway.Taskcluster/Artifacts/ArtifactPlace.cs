using Slipway.Taskcluster.Objects;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Where the bytes of an artifact are, outside the services.</summary>
/// <param name="Address">Asked without credentials; what is signed is the address itself.</param>
/// <param name="Hashes">What they have to be; none for those that nobody vouches for.</param>
internal sealed record ArtifactPlace(Uri Address, ContentHashes Hashes);
