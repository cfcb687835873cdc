using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>What the Queue knows of an artifact; the bytes are elsewhere.</summary>
/// <param name="Name">Such as <c>public/image.tar.zst</c>.</param>
/// <param name="StorageType"><c>s3</c>, <c>object</c>, <c>reference</c>, <c>link</c> or <c>error</c>.</param>
/// <param name="ContentType">As it was announced.</param>
/// <param name="Expires">Until when it is kept.</param>
/// <param name="Details">What the storage type needs: <c>uploadId</c>, <c>url</c>, <c>artifact</c>, <c>reason</c>,
/// <c>message</c>.</param>
internal sealed record ArtifactRecord(
    string Name, string StorageType, string ContentType, DateTimeOffset Expires, JsonObject Details)
{
    /// <summary>Whether it is complete. One of the Object service is when it was finished.</summary>
    public bool IsPresent { get; init; }

    public long? ContentLength { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["storageType"] = StorageType,
            ["name"] = Name,
            ["expires"] = JsonTexts.Time(Expires),
            ["contentType"] = ContentType,
        };
        if (ContentLength is { } length)
        {
            json["contentLength"] = length;
        }

        return json;
    }

    /// <summary>Whether this may be put in place of another: what the Queue allows of changes.</summary>
    public bool MayReplace(ArtifactRecord original)
    {
        if ((StorageType != "link" && original.ContentType != ContentType) || original.Expires > Expires)
        {
            return false;
        }

        return original.StorageType == StorageType
            ? StorageType == "reference" || JsonNode.DeepEquals(original.Details, Details)
            : original.StorageType == "reference" && StorageType == "link";
    }
}
