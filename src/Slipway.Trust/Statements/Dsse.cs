using System.Globalization;
using System.Text;

namespace Slipway.Trust.Statements;

/// <summary>What is signed in place of a payload, so that a signature counts for its type as well.</summary>
/// <remarks>https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md#signature-definition</remarks>
public static class Dsse
{
    /// <summary>The type of a payload that is an in-toto statement.</summary>
    public const string StatementType = "application/vnd.in-toto+json";

    /// <summary>The encoding of a payload before it is signed: PAE.</summary>
    public static byte[] Encode(string payloadType, ReadOnlySpan<byte> payload)
    {
        byte[] type = Encoding.UTF8.GetBytes(payloadType);
        return
        [
            .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {type.Length} ")),
            .. type,
            .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" {payload.Length} ")),
            .. payload,
        ];
    }
}
