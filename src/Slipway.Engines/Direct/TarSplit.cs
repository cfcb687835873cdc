using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;
using Slipway.Files.Linux;

namespace Slipway.Engines.Direct;

/// <summary>
/// Puts the tar of a layer together again out of its files and of everything that the tar had beside their content.
/// </summary>
/// <remarks>
/// The format is that of https://github.com/vbatts/tar-split, <c>tar/storage/entry.go</c>: JSON values one after the
/// other, each a piece of the tar as it was (2) or the content of a file (1).
/// </remarks>
internal static partial class TarSplit
{
    private const int FileEntry = 1;
    private const int SegmentEntry = 2;
    private const int BufferSize = 256 << 10;

    /// <summary>The bytes of the tar.</summary>
    /// <exception cref="IOException">The description cannot be read.</exception>
    public static async Task<long> MeasureAsync(string split, CancellationToken cancellationToken)
    {
        long size = 0;
        await foreach (var entry in ReadAsync(split, cancellationToken))
        {
            size += entry.Type == FileEntry ? entry.Size : entry.Payload?.Length ?? 0;
        }

        return size;
    }

    /// <summary>Writes the tar.</summary>
    /// <param name="split">The description, compressed with gzip.</param>
    /// <param name="folder">Where the files are. No link is followed below it.</param>
    /// <exception cref="IOException">Something is missing or cannot be read.</exception>
    public static async Task WriteAsync(
        string split, string folder, Stream destination, CancellationToken cancellationToken)
    {
        using var root = FolderHandle.OpenRoot(folder, LinuxCalls.WalkFolder);
        if (!root.IsOpen)
        {
            throw new IOException($"{folder} cannot be opened.");
        }

        byte[] buffer = new byte[BufferSize];
        await foreach (var entry in ReadAsync(split, cancellationToken))
        {
            if (entry.Type == SegmentEntry)
            {
                await destination.WriteAsync(entry.Payload ?? [], cancellationToken);
            }
            else if (entry.Size > 0)
            {
                await CopyAsync(root, entry, buffer, destination, cancellationToken);
            }
        }
    }

    private static async Task CopyAsync(
        FolderHandle root, Entry entry, byte[] buffer, Stream destination, CancellationToken cancellationToken)
    {
        // A name that is no UTF-8 is given in another member.
        string name = entry.Name?.TrimStart('/') ?? throw new IOException("A file has a name that is no text.");
        int descriptor = FolderHandle.OpenBelow(root, name, LinuxCalls.ReadFile).Descriptor;
        if (descriptor < 0)
        {
            throw new IOException($"'{name}' cannot be opened.");
        }

        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        for (long offset = 0; offset < entry.Size;)
        {
            int wanted = (int)Math.Min(buffer.Length, entry.Size - offset);
            int count = RandomAccess.Read(file, buffer.AsSpan(0, wanted), offset);
            if (count == 0)
            {
                throw new IOException($"'{name}' ends after {offset} bytes.");
            }

            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            offset += count;
        }
    }

    private static async IAsyncEnumerable<Entry> ReadAsync(
        string split, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(split);
        await using var text = new GZipStream(file, CompressionMode.Decompress);
        await using var entries = JsonSerializer
            .DeserializeAsyncEnumerable(text, EntryContext.Default.Entry, topLevelValues: true, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(entries))
        {
            yield return entries.Current is { Type: FileEntry or SegmentEntry, Size: >= 0 } entry
                ? entry
                : throw new IOException($"{split} has an entry of an unknown type.");
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<Entry?> entries)
    {
        try
        {
            return await entries.MoveNextAsync();
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new IOException($"The description of a layer cannot be read: {exception.Message}", exception);
        }
    }

    internal sealed record Entry(
        [property: JsonPropertyName("type")] int Type,
        [property: JsonPropertyName("name")] string? Name,
        [property: JsonPropertyName("size")] long Size,
        [property: JsonPropertyName("payload")] byte[]? Payload);

    [JsonSerializable(typeof(Entry))]
    internal sealed partial class EntryContext : JsonSerializerContext;
}
