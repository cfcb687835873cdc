using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text.Json;

namespace Slipway.Engines.Tests.Support;

/// <summary>What <c>docker save</c> gave, taken apart so that layers can be left out or spoilt.</summary>
internal sealed class SavedArchive
{
    private readonly ImmutableArray<TarEntry> _entries;

    private SavedArchive(ImmutableArray<TarEntry> entries, ImmutableArray<string> layers, int length)
    {
        _entries = entries;
        Layers = layers;
        Length = length;
    }

    /// <summary>The paths of the layers, the lowest first.</summary>
    public ImmutableArray<string> Layers { get; }

    /// <summary>Bytes of the whole archive.</summary>
    public int Length { get; }

    public static async Task<SavedArchive> ReadAsync(Stream saved)
    {
        var buffer = new MemoryStream();
        await saved.CopyToAsync(buffer, TestContext.Current.CancellationToken);
        await saved.DisposeAsync();
        buffer.Position = 0;
        var entries = ImmutableArray.CreateBuilder<TarEntry>();
        var layers = ImmutableArray<string>.Empty;
        using var reader = new TarReader(buffer);
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            entries.Add(entry);
            if (entry.Name == "manifest.json")
            {
                using var manifest = JsonDocument.Parse(entry.DataStream!);
                entry.DataStream!.Position = 0;
                layers =
                [
                    .. manifest
                        .RootElement[0]
                        .GetProperty(nameof(Layers))
                        .EnumerateArray()
                        .Select(path => path.GetString()!),
                ];
            }
        }

        return new SavedArchive(entries.ToImmutable(), layers, (int)buffer.Length);
    }

    /// <summary>Writes the archive without its lowest layers.</summary>
    public Task WriteAsync(int skip, Stream destination, CancellationToken cancellationToken) =>
        WriteAsync(Layers.Take(skip).ToHashSet(StringComparer.Ordinal), spoil: null, destination, cancellationToken);

    /// <summary>Writes the archive with one byte of a layer altered.</summary>
    public Task WriteSpoiltAsync(int layer, Stream destination, CancellationToken cancellationToken) =>
        WriteAsync([], Layers[layer], destination, cancellationToken);

    private async Task WriteAsync(
        HashSet<string> without, string? spoil, Stream destination, CancellationToken cancellationToken)
    {
        await using var writer = new TarWriter(destination, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var entry in _entries.Where(entry => !without.Contains(entry.Name)))
        {
            var copy = new PaxTarEntry(entry.EntryType, entry.Name) { Mode = entry.Mode };
            if (entry.EntryType is TarEntryType.SymbolicLink)
            {
                copy.LinkName = entry.LinkName;
            }

            if (entry.DataStream is { } data)
            {
                data.Position = 0;
                byte[] content = new byte[data.Length];
                data.ReadExactly(content);
                if (entry.Name == spoil)
                {
                    content[^2000] ^= 1;
                }

                copy.DataStream = new MemoryStream(content);
            }

            await writer.WriteEntryAsync(copy, cancellationToken);
        }
    }
}
