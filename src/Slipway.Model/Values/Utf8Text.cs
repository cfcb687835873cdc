using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Slipway.Model.Values;

/// <summary>Bytes as text, when they are UTF-8 and nothing else.</summary>
public static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A byte order mark stays in the text.</summary>
    /// <param name="bytes">The content of a file.</param>
    /// <param name="text">The text, or nothing.</param>
    /// <param name="badLine">The first line that is not UTF-8, from 1.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out string text, out int badLine)
    {
        if (Utf8.IsValid(bytes))
        {
            text = Strict.GetString(bytes);
            badLine = 0;
            return true;
        }

        int valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out int length) == OperationStatus.Done)
        {
            valid += length;
        }

        text = string.Empty;
        badLine = bytes[..valid].Count((byte)'\n') + 1;
        return false;
    }

    /// <exception cref="EncoderFallbackException">Half a character, an unpaired surrogate, is in the text.</exception>
    public static byte[] Encode(string text) => Strict.GetBytes(text);
}
