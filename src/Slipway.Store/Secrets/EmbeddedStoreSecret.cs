using System.Security.Cryptography;
using System.Text;
using Slipway.Files.Linux;
using Slipway.Files.Locks;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Store.Errors;
using Slipway.Store.Files;
using Slipway.Store.Settings;

namespace Slipway.Store.Secrets;

/// <summary>32 random bytes in a file that only its owner may read, made by whoever needs them first.</summary>
internal sealed class EmbeddedStoreSecret(StoreFolder folder) : IStoreSecret
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // It is held for as long as it takes to write 32 bytes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private byte[]? _secret;

    private string PathOf => folder.Paths.Secret;

    public string IdFor(string purpose, string text) => Convert.ToHexStringLower(KeyFor(purpose, text));

    /// <summary>HMAC-SHA256 of the purpose, a NUL and the text: a key, or an id, for one purpose alone.</summary>
    /// <exception cref="SlipwayException">The secret is damaged, or cannot be made or read.</exception>
    public byte[] KeyFor(string purpose, string text)
    {
        if (purpose.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A NUL would let one purpose pass for another.", nameof(purpose));
        }

        return HMACSHA256.HashData(Get(), Encoding.UTF8.GetBytes($"{purpose}\0{text}"));
    }

    /// <summary>Tells what was made with this secret from what was made with another.</summary>
    public byte[] FingerprintKeyId => KeyFor("fingerprint-key", string.Empty)[..8];

    /// <summary>The same when there is a sound secret, and null when it would have to be made.</summary>
    public byte[]? FindFingerprintKeyId() => IsSound() == true ? FingerprintKeyId : null;

    /// <summary>Whether the file is there and whole; null when it was never needed.</summary>
    public bool? IsSound() => File.Exists(PathOf) ? new FileInfo(PathOf).Length == StorePaths.SecretSize : null;

    /// <summary>Whether others than the owner may read or write it. False where files have no modes.</summary>
    public bool IsOpenToOthers() =>
        !OperatingSystem.IsWindows()
        && File.Exists(PathOf)
        && (File.GetUnixFileMode(PathOf) & ~OwnerOnly) != UnixFileMode.None;

    /// <summary>
    /// Gives the file back to its owner alone, or removes it when it is damaged: the next that needs one makes it.
    /// </summary>
    public void Repair() => folder.Guard(PathOf, () =>
    {
        if (IsSound() == false)
        {
            File.Delete(PathOf);
            lock (_gate)
            {
                _secret = null;
            }
        }
        else if (!OperatingSystem.IsWindows() && File.Exists(PathOf))
        {
            File.SetUnixFileMode(PathOf, OwnerOnly);
        }

        return true;
    });

    private byte[] Get()
    {
        lock (_gate)
        {
            return _secret ??= Read() ?? Make();
        }
    }

    private byte[]? Read()
    {
        byte[]? secret = folder.Guard(PathOf, () => File.Exists(PathOf) ? File.ReadAllBytes(PathOf) : null);
        return secret is null or { Length: StorePaths.SecretSize }
            ? secret
            : throw StoreErrors.SecretDamaged(PathOf, secret.Length);
    }

    /// <summary>
    /// Makes it under a lock, so that of several processes that start at once all get the first one's.
    /// </summary>
    private byte[] Make()
    {
        folder.EnsureWritable();
        return folder.Guard(PathOf, () =>
        {
            using var alone = FileLock.TryAcquire(folder.Paths.SecretLock, Patience, folder.FileMode)
                ?? throw StoreErrors.InUse(PathOf);
            return Read() ?? Write(RandomNumberGenerator.GetBytes(StorePaths.SecretSize));
        });
    }

    private byte[] Write(byte[] secret)
    {
        string temporary = Path.Join(folder.Paths.Temporary, Guid.NewGuid().ToString("N"));
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var file = new FileStream(temporary, options))
            {
                file.Write(secret);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, PathOf);
            Posix.SyncFolder(folder.Paths.Home);
            return secret;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
