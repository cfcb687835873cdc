namespace Slipway.Taskcluster.Testing.Objects;

/// <summary>An object of the Object service.</summary>
internal sealed record StoredObject(string Name, string ProjectId, DateTimeOffset Expires)
{
    /// <summary>Null when the upload is finished.</summary>
    public string? UploadId { get; set; }

    /// <summary>Hex, by algorithm, as the uploader said; nobody checks them here.</summary>
    public SortedDictionary<string, string> Hashes { get; } = new(StringComparer.Ordinal);

    public string Key => $"objects/{Name}";
}
