using Slipway.Model.Diagnostics;
using Slipway.Trust.Keys;

namespace Slipway.Application.Signing;

/// <summary>Whoever has a private key.</summary>
internal interface ISigner
{
    /// <summary>The public half.</summary>
    VerifyingKey Key { get; }

    /// <summary>The signature over these bytes, which <see cref="Key"/> verifies.</summary>
    /// <exception cref="SlipwayException">It could not be made.</exception>
    Task<byte[]> SignAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);
}

/// <summary>A key that is at hand.</summary>
internal sealed class KeySigner(SigningKey key) : ISigner
{
    public VerifyingKey Key => key.Key;

    public Task<byte[]> SignAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Task.FromResult(key.Sign(content.Span));
}
