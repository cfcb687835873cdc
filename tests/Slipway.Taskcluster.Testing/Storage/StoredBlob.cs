namespace Slipway.Taskcluster.Testing.Storage;

/// <summary>Bytes that were uploaded.</summary>
/// <param name="File">Where they are on the disk.</param>
/// <param name="Length">How many.</param>
/// <param name="ETag">Changes with the content; in quotes.</param>
/// <param name="ContentType">As it was uploaded.</param>
/// <param name="ContentEncoding">As it was uploaded; null for none.</param>
public sealed record StoredBlob(string File, long Length, string ETag, string ContentType, string? ContentEncoding)
{
    public byte[] Read() => System.IO.File.ReadAllBytes(File);
}
