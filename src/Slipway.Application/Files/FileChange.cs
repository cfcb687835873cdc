namespace Slipway.Application.Files;

/// <summary>A file that gets new content, or is made.</summary>
/// <param name="Path">Where it is, relative to the current folder or absolute.</param>
/// <param name="Before">What it must hold still, so that nobody's change is lost; null when it must not exist.</param>
/// <param name="After">What it is to hold.</param>
public sealed record FileChange(string Path, byte[]? Before, ReadOnlyMemory<byte> After)
{
    /// <summary>The change from what a file holds now.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileChange FromNow(string path, ReadOnlyMemory<byte> after) =>
        new(path, File.Exists(path) ? File.ReadAllBytes(path) : null, after);
}
