using Slipway.Model.Values;

namespace Slipway.Model.Registries;

/// <summary>
/// Names content by what it is (https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md).
/// </summary>
/// <param name="Digest">SHA-256 of the bytes.</param>
/// <param name="Size">How many bytes; for what a registry says, a claim until they were read.</param>
public sealed record OciDescriptor(string MediaType, Sha256Digest Digest, long Size);
