using System.Globalization;

namespace Slipway.Registry.Distribution;

/// <summary>
/// How much of an upload a registry has: <c>Range: 0-1023</c>, in some registries <c>bytes=0-1023</c>.
/// </summary>
internal static class ReceivedRange
{
    /// <returns>The number of bytes; null when the header is missing or something else.</returns>
    public static long? Of(HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Range", out var values))
        {
            return null;
        }

        string text = values.First();
        string range = text.StartsWith("bytes=", StringComparison.Ordinal) ? text["bytes=".Length..] : text;
        return range.StartsWith("0-", StringComparison.Ordinal)
            && long.TryParse(range.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            && last < long.MaxValue
            // The distribution registry says 0-0 of an upload that has nothing yet.
            ? last == 0 ? 0 : last + 1
            : null;
    }
}
