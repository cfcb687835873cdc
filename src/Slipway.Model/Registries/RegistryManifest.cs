using Slipway.Model.Values;

namespace Slipway.Model.Registries;

/// <summary>A manifest or an index, as the registry has it.</summary>
/// <param name="Descriptor">Its digest is the repo digest, verified against <paramref name="Content"/>.</param>
/// <param name="Content">The very bytes.</param>
public sealed record RegistryManifest(OciDescriptor Descriptor, ReadOnlyMemory<byte> Content)
{
    /// <summary>The digest by which the registry is asked for it.</summary>
    public RepoDigest RepoDigest => new(Descriptor.Digest);
}
