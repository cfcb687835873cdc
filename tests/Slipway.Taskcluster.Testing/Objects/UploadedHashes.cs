using System.Security.Cryptography;
using Slipway.Taskcluster.Testing.Api;
using Slipway.Taskcluster.Testing.Storage;

namespace Slipway.Taskcluster.Testing.Objects;

/// <summary>
/// Compares what an uploader said with what it uploaded. The real service leaves that to those who download.
/// </summary>
internal static class UploadedHashes
{
    /// <exception cref="ApiError">There is no hash, or one that is wrong.</exception>
    public static void Check(StoredObject uploaded, StoredBlob blob)
    {
        byte[] content = blob.Read();
        var actual = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)),
            ["sha512"] = Convert.ToHexStringLower(SHA512.HashData(content)),
        };
        foreach (var (algorithm, hash) in actual)
        {
            if (uploaded.Hashes.GetValueOrDefault(algorithm) != hash)
            {
                throw ApiError.Input($"The {algorithm} of \"{uploaded.Name}\" is not that of its bytes.");
            }
        }
    }
}
