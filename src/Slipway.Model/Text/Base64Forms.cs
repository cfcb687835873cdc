namespace Slipway.Model.Text;

/// <summary>What base64 makes of a value that stands somewhere in a longer text.</summary>
public static class Base64Forms
{
    private const int BitsOfByte = 8;
    private const int BitsOfCharacter = 6;

    /// <summary>
    /// Base64 (RFC 4648, section 4) takes three bytes at a time, so a value has three forms, by where it begins. Of
    /// each, only the characters that the value alone decides.
    /// </summary>
    public static IEnumerable<string> Of(byte[] value)
    {
        for (int before = 0; before < 3; before++)
        {
            string whole = Convert.ToBase64String([.. new byte[before], .. value]);
            int first = ((before * BitsOfByte) + BitsOfCharacter - 1) / BitsOfCharacter;
            int end = (before + value.Length) * BitsOfByte / BitsOfCharacter;
            yield return whole[first..end];
        }
    }
}
