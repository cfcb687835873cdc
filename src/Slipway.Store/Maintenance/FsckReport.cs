using System.Collections.Immutable;

namespace Slipway.Store.Maintenance;

/// <summary>What checking a store showed.</summary>
/// <param name="Images">How many images were checked.</param>
/// <param name="Blobs">How many blobs were read.</param>
/// <param name="Bytes">Bytes of these blobs.</param>
/// <param name="Problems">What is wrong; empty for a sound store.</param>
/// <param name="Repaired">Whether what is wrong was removed, so that the next build makes it anew.</param>
public sealed record FsckReport(
    int Images, int Blobs, long Bytes, ImmutableArray<FsckProblem> Problems, bool Repaired);
