using System.Collections.Immutable;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Where the bytes of an artifact are.</summary>
/// <param name="Address">Its query may be a signature, so it is never printed.</param>
/// <param name="Hashes">The hashes that the storage knows, by algorithm, in hexadecimal digits; empty for none.</param>
internal sealed record StoredContent(Uri Address, ImmutableSortedDictionary<string, string> Hashes);
