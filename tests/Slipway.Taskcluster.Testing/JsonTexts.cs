using System.Text.Encodings.Web;
using System.Text.Json;

namespace Slipway.Taskcluster.Testing;

/// <summary>How the services write JSON.</summary>
internal static class JsonTexts
{
    /// <summary>Like JavaScript: nothing is escaped that need not be.</summary>
    public static JsonSerializerOptions Compact { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Indented { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>A time as JavaScript's <c>toJSON</c> writes it: milliseconds, and <c>Z</c>.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
