namespace Slipway.Core.Digests;

/// <summary>Takes the next bytes of a file.</summary>
internal delegate void BlockConsumer(ReadOnlySpan<byte> block);
