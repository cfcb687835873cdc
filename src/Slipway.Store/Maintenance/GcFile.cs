namespace Slipway.Store.Maintenance;

/// <summary>A file that no process needs any more: the rest of a crash, or an old log.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Size">Bytes.</param>
public sealed record GcFile(string Path, long Size);
