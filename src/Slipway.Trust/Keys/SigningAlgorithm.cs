namespace Slipway.Trust.Keys;

/// <summary>How statements of Slipway's own are signed.</summary>
public enum SigningAlgorithm
{
    /// <summary>ECDSA on the curve P-256 over SHA-256; the signature in DER.</summary>
    EcdsaP256,

    /// <summary>Ed25519, pure (RFC 8032).</summary>
    Ed25519,
}
