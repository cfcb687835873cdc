namespace Slipway.Taskcluster.Objects;

/// <summary>Where an object can be read, and what it has to be then.</summary>
/// <param name="Url">As the service gave it.</param>
/// <param name="Hashes">What the uploader said.</param>
internal sealed record ObjectDownload(string Url, ContentHashes Hashes);
