using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Slipway.Core.Diagnostics;
using Slipway.Core.Values;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>The hashes of an artifact as it passes: those that the Object service knows.</summary>
internal sealed class ContentHashes : IDisposable
{
    private const string Sha256Name = "sha256";
    private const string Sha512Name = "sha512";

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);

    /// <summary>SHA-256, once <see cref="Finish"/> was called.</summary>
    public Sha256Digest Sha256 { get; private set; }

    private string Sha512 { get; set; } = string.Empty;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sha256.AppendData(bytes);
        _sha512.AppendData(bytes);
    }

    public void Reset()
    {
        _sha256.GetHashAndReset();
        _sha512.GetHashAndReset();
    }

    public void Finish()
    {
        Sha256 = Sha256Digest.Finish(_sha256);
        Sha512 = Convert.ToHexStringLower(_sha512.GetHashAndReset());
    }

    public JsonObject ToJson() => new() { [Sha256Name] = Sha256.ToString(), [Sha512Name] = Sha512 };

    /// <summary>Holds them against what the storage says; a hash of another algorithm says nothing here.</summary>
    /// <returns>Whether there was one to compare.</returns>
    /// <exception cref="SlipwayException">One is another.</exception>
    public bool Verify(IReadOnlyDictionary<string, string> known, string what)
    {
        bool verified = false;
        foreach (var (algorithm, actual) in new[] { (Sha256Name, Sha256.ToString()), (Sha512Name, Sha512) })
        {
            if (!known.TryGetValue(algorithm, out string? expected))
            {
                continue;
            }

            if (!string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase))
            {
                throw new SlipwayException(new Diagnostic(
                    TaskclusterCodes.HashWrong,
                    $"{what} has the {algorithm} {Display.Clip(actual, 64)}, and the storage says {Display.Clip(Display.Text(expected), 64)}",
                    "Do not use it. Try again, and build the image anew when it stays like that: the storage has damaged it."));
            }

            verified = true;
        }

        return verified;
    }

    public void Dispose()
    {
        _sha256.Dispose();
        _sha512.Dispose();
    }
}
