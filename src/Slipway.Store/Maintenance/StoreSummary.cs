namespace Slipway.Store.Maintenance;

/// <summary>How much a store holds.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Entries">How many index entries, expired ones that were not collected yet among them.</param>
/// <param name="Blobs">How many blobs are on disk.</param>
/// <param name="Bytes">Bytes of these blobs.</param>
public sealed record StoreSummary(int Images, int Entries, int Blobs, long Bytes);
