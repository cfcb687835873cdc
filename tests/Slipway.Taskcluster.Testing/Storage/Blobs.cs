using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Slipway.Taskcluster.Testing.Storage;

/// <summary>
/// The bytes of artifacts, as a bucket holds them: on the disk, so that large ones do not show in a test's memory.
/// </summary>
public sealed class Blobs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-taskcluster-");
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, StoredBlob> _blobs =
        ImmutableSortedDictionary.Create<string, StoredBlob>(StringComparer.Ordinal);

    /// <summary>
    /// All of them by their keys: <c>artifacts/&lt;task&gt;/&lt;run&gt;/&lt;name&gt;</c>,
    /// <c>objects/&lt;object&gt;</c>.
    /// </summary>
    public ImmutableSortedDictionary<string, StoredBlob> All => _blobs;

    public StoredBlob? Find(string key) => _blobs.GetValueOrDefault(key);

    /// <summary>The bytes are gone, while everything that points to them stays.</summary>
    public void Remove(string key)
    {
        lock (_gate)
        {
            _blobs = _blobs.Remove(key);
        }
    }

    /// <summary>One byte becomes another one.</summary>
    public void Corrupt(string key, long at)
    {
        using var file = File.Open(_blobs[key].File, FileMode.Open);
        file.Position = at;
        int old = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)~old);
    }

    /// <summary>The end is missing, and the storage does not know.</summary>
    public void Truncate(string key, long length)
    {
        using (var file = File.Open(_blobs[key].File, FileMode.Open))
        {
            file.SetLength(length);
        }

        Set(key, _blobs[key] with { Length = length });
    }

    public void Put(string key, byte[] content, string contentType, string? contentEncoding = null)
    {
        string file = NewFile();
        File.WriteAllBytes(file, content);
        Set(key, Describe(file, contentType, contentEncoding));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder.FullName))
        {
            _folder.Delete(recursive: true);
        }
    }

    internal async Task PutAsync(
        string key,
        Stream content,
        string contentType,
        string? contentEncoding,
        long? length,
        CancellationToken cancellationToken)
    {
        string file = NewFile();
        await using (var output = File.Create(file))
        {
            await content.CopyToAsync(output, cancellationToken);
            if (length is { } expected && output.Length != expected)
            {
                throw new EndOfStreamException("The upload broke off.");
            }
        }

        Set(key, Describe(file, contentType, contentEncoding));
    }

    private static StoredBlob Describe(string file, string contentType, string? contentEncoding)
    {
        using var content = File.OpenRead(file);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return new StoredBlob(file, content.Length, $"\"{hash[..32]}\"", contentType, contentEncoding);
    }

    private string NewFile() => Path.Join(_folder.FullName, Slug.New());

    private void Set(string key, StoredBlob blob)
    {
        lock (_gate)
        {
            _blobs = _blobs.SetItem(key, blob);
        }
    }
}
