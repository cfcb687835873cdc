using Slipway.Model.Values;

namespace Slipway.Store.Secrets;

/// <summary>By what a value is recognised that is not kept.</summary>
/// <param name="Secret">The id of the build secret that had it.</param>
/// <param name="Length">Bytes that are compared.</param>
/// <param name="Start">A keyed hash of the first bytes.</param>
/// <param name="Whole">A keyed hash of all of them.</param>
/// <param name="Tag">HMAC-SHA256 of all of them, which decides.</param>
/// <param name="Given">When it was last handed to a build.</param>
internal sealed record SecretFingerprint(
    string Secret, int Length, ushort Start, uint Whole, Sha256Digest Tag, DateTimeOffset Given);
