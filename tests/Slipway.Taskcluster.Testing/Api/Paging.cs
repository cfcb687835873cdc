using System.Buffers.Text;
using System.Text;

namespace Slipway.Taskcluster.Testing.Api;

/// <summary>Makes continuation tokens that nobody is tempted to count with.</summary>
internal static class Paging
{
    private const string Mark = "page:";

    public static string Encode(int offset) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{Mark}{offset}"));

    /// <exception cref="ApiError">The token was not made here.</exception>
    public static int Decode(string? token)
    {
        if (token is null)
        {
            return 0;
        }

        try
        {
            string text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token));
            if (text.StartsWith(Mark, StringComparison.Ordinal) && int.TryParse(text[Mark.Length..], out int offset))
            {
                return offset;
            }
        }
        catch (FormatException)
        {
            // Reported below.
        }

        throw ApiError.Input("Invalid continuation token");
    }
}
