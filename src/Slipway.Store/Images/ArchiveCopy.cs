using System.Globalization;
using Slipway.Archives.Docker;

namespace Slipway.Store.Images;

/// <summary>
/// Hands the layers of an archive on while they are read. What makes an archive of them comes when the image was
/// verified and stored: before that, what was handed on is nothing that an engine would load.
/// </summary>
/// <remarks>Names and tags of the archive are not handed on: they are not ours to give.</remarks>
internal sealed class ArchiveCopy(Stream destination)
{
    private readonly ArchiveWriter _writer = new(destination, null);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private int _passed;

    /// <summary>Hands on the entry at which a reader stands, while that is read.</summary>
    public async Task PassAsync(
        ArchiveReader reader, ArchiveEntry layer, Func<Task> read, CancellationToken cancellationToken)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{_passed++}.tar");
        await _writer.BeginFileAsync(name, layer.Size, cancellationToken);
        reader.Listener = _writer.WriteAsync;
        try
        {
            await read();
            while (!(await reader.ReadAsync(cancellationToken)).IsEmpty)
            {
                // What its reader had no need of belongs to it.
            }
        }
        finally
        {
            reader.Listener = null;
        }

        await _writer.EndFileAsync(cancellationToken);
        _names[layer.Name] = name;
    }

    /// <param name="config">The bytes of the config.</param>
    /// <param name="layers">The names that the files of the layers had, the lowest first.</param>
    public async Task FinishAsync(
        ReadOnlyMemory<byte> config, IEnumerable<string> layers, CancellationToken cancellationToken)
    {
        const string Config = "config.json";
        await _writer.FileAsync(Config, config, cancellationToken);
        await _writer.FileAsync(
            SavedNames.Manifest,
            ArchiveDocuments.Manifest(Config, [], layers.Select(layer => _names[layer])),
            cancellationToken);
        await _writer.EndAsync(cancellationToken);
    }
}
