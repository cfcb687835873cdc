using Slipway.Model.Pushes;

namespace Slipway.Model.Indexing;

/// <summary>The keys of <see cref="IndexEntry.Data"/> that Slipway writes.</summary>
public static class IndexData
{
    /// <summary>When the image was built, RFC 3339 in UTC.</summary>
    public const string BuiltAt = "built";

    /// <summary>A moment as <see cref="BuiltAt"/> has it, in milliseconds.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The inputs digest, 64 digits.</summary>
    public const string Digest = "digest";

    /// <summary>The image hash, 64 digits.</summary>
    public const string ImageHash = "imageHash";

    /// <summary>
    /// The scope that built it, as <see cref="IndexScope.Text"/>: <c>level-3</c> or that of a pull request.
    /// </summary>
    public const string Scope = "scope";

    /// <summary>The image's name.</summary>
    public const string Image = "image";
}
