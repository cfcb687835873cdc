namespace Slipway.Core.Indexing;

/// <summary>The keys of <see cref="IndexEntry.Data"/> that Slipway writes.</summary>
public static class IndexData
{
    /// <summary>When the image was built, RFC 3339 in UTC.</summary>
    public const string BuiltAt = "built";

    /// <summary>The inputs digest, 64 digits.</summary>
    public const string Digest = "digest";

    /// <summary>The image hash, 64 digits.</summary>
    public const string ImageHash = "imageHash";

    /// <summary>The level that built it.</summary>
    public const string Level = "level";

    /// <summary>The image's name.</summary>
    public const string Image = "image";
}
