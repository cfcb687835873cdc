namespace Slipway.Model.Engines;

/// <summary>What a load did.</summary>
/// <param name="LayersSent">How many layers went to the engine.</param>
/// <param name="LayersPresent">How many it had already.</param>
/// <param name="BytesSent">Bytes of the archive.</param>
public sealed record LoadResult(int LayersSent, int LayersPresent, long BytesSent);
