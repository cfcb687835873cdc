using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>One entry of <c>files</c> in an inputs manifest.</summary>
/// <param name="Path">The path in the context.</param>
/// <param name="Mode"><c>644</c>, <c>755</c>, the octal bits on disk in the taskgraph scheme, or <c>link</c>.</param>
/// <param name="Sha256">SHA-256 of the content; null for a link.</param>
/// <param name="Size">Bytes; null for a link.</param>
/// <param name="Target">The text of a link; null for a file.</param>
public sealed record ManifestFile(string Path, string Mode, Sha256Digest? Sha256, long? Size, string? Target);
