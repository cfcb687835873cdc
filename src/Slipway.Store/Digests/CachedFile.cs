using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Store.Digests;

/// <summary>A remembered hash of a file's content.</summary>
/// <param name="Stamp">What the file looked like when it was hashed.</param>
/// <param name="Digest">SHA-256 of its content.</param>
/// <param name="Seen">The day (since 0001-01-01, UTC) on which it was last asked for, give or take a week.</param>
internal sealed record CachedFile(FileStamp Stamp, Sha256Digest Digest, int Seen);
