namespace Slipway.Model.Storage;

/// <summary>What storing an image took.</summary>
/// <param name="Image">The image as it is in the store.</param>
/// <param name="NewLayers">How many layers were compressed and written.</param>
/// <param name="NewBytes">Bytes that were added to the store.</param>
public sealed record PutResult(StoredImage Image, int NewLayers, long NewBytes);
