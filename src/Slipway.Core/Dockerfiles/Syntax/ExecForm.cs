using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>
/// The arguments of an instruction as a list in JSON, <c>["program", "argument"]</c>, in which nothing is special.
/// </summary>
/// <remarks>
/// All builders read with Go's <c>json.Decoder</c>: the first value counts, and whatever follows it is passed over
/// (<c>parseJSON</c> in BuildKit's <c>frontend/dockerfile/parser/line_parsers.go</c>).
/// </remarks>
internal static class ExecForm
{
    /// <returns>False when builders take it for words, as a shell does.</returns>
    public static bool TryRead(ReadOnlySpan<char> arguments, out ImmutableArray<string> words)
    {
        words = [];
        if (arguments.IsEmpty || arguments[0] != '[')
        {
            return false;
        }

        byte[] text = new byte[Encoding.UTF8.GetByteCount(arguments)];
        Encoding.UTF8.GetBytes(arguments, text);
        var reader = new Utf8JsonReader(text);
        try
        {
            if (!JsonDocument.TryParseValue(ref reader, out var document))
            {
                return false;
            }

            using (document)
            {
                if (document.RootElement.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
                {
                    return false;
                }

                words = [.. document.RootElement.EnumerateArray().Select(TextOf)];
                return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string TextOf(JsonElement item)
    {
        try
        {
            return item.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which builders put another character in the place of.
            return item.GetRawText().Trim('"');
        }
    }
}
