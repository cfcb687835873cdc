using Slipway.Model.Values;

namespace Slipway.Store.Images;

/// <summary>An image of the OCI layout's index.</summary>
/// <param name="Reference"><c>&lt;name&gt;:&lt;digest&gt;</c>.</param>
/// <param name="Manifest">SHA-256 of the manifest.</param>
/// <param name="Size">Bytes of the manifest.</param>
internal sealed record NamedManifest(string Reference, Sha256Digest Manifest, long Size);
