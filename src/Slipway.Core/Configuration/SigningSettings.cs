using Slipway.Model.Secrets;

namespace Slipway.Core.Configuration;

/// <summary>What <c>slipway.yml</c> says of signing statements about builds.</summary>
/// <param name="Place">Where the private key is, or the program that signs; null when it does not say.</param>
/// <param name="PublicKey">The file with the public key, without which what a program signs is not taken.</param>
/// <param name="Builder">Who builds, as a URI; null when it does not say.</param>
public sealed record SigningSettings(SecretPlace? Place, string? PublicKey, string? Builder)
{
    public static SigningSettings None { get; } = new(null, null, null);
}
