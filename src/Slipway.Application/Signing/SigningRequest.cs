namespace Slipway.Application.Signing;

/// <summary>How a person wants statements to be signed.</summary>
public sealed record SigningRequest
{
    /// <summary>A file, <c>env:VARIABLE</c> or <c>command:PROGRAM…</c>; null for what the tree says.</summary>
    public string? Key { get; init; }

    /// <summary>The file with the public key of a program that signs.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Who builds, as a URI; null for what the tree says.</summary>
    public string? Builder { get; init; }
}
