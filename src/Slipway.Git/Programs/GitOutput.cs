using System.Text;
using Slipway.Model.Values;

namespace Slipway.Git.Programs;

/// <summary>Reads what git prints with <c>-z</c>: texts that end with a NUL.</summary>
internal static class GitOutput
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The texts, without their NULs.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> output)
    {
        while (output.Span.IndexOf((byte)0) is >= 0 and var end)
        {
            yield return output[..end];
            output = output[(end + 1)..];
        }
    }

    /// <summary>A path below the folder in which git ran; null when its name is not UTF-8.</summary>
    /// <remarks>A trailing slash, with which git marks folders, is dropped.</remarks>
    public static RelativePath? Path(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return RelativePath.TryParse(StrictUtf8.GetString(bytes), out var path) ? path : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
