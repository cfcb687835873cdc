using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Slipway.Application.Backends;
using Slipway.Core.Digests;
using Slipway.Model.Streams;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>Compares the context that a task got with that of the tree, file by file.</summary>
/// <param name="tree">The tree.</param>
/// <param name="artifacts">Have the context, an artifact of the task that decided.</param>
internal sealed class TaskContexts(ISourceTree tree, ITaskArtifacts artifacts)
{
    private const int FilesShown = 20;

    /// <returns>A line for each file that differs; empty when the task's context is gone or cannot be read.</returns>
    public async Task<ImmutableArray<string>> CompareAsync(
        TaskBuild build, ImageInputs inputs, CancellationToken cancellationToken)
    {
        if (build.Context is not var (task, name)
            || await artifacts.HasAsync(task, name, cancellationToken) is false
            || await ReadAsync(
                (destination, token) => artifacts.DownloadAsync(task, name, destination, null, token),
                isCompressed: true,
                cancellationToken) is not { } before
            || await ReadAsync(
                (destination, token) => new ContextArchive(tree).WriteAsync(inputs, destination, token),
                isCompressed: false,
                cancellationToken) is not { } after)
        {
            return [];
        }

        string[] changed = [.. before.Keys
            .Union(after.Keys)
            .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal)];
        string[] more = changed.Length > FilesShown ? [$"{changed.Length - FilesShown} more files of the context"] : [];
        return
        [
            .. changed.Take(FilesShown).Select(path => $"{Display.Text(path)} {HowOf(path)}"),
            .. more,
        ];

        string HowOf(string path) =>
            !after.ContainsKey(path) ? "is gone" : before.ContainsKey(path) ? "changed" : "is new";
    }

    /// <summary>What an archive has at each path: the kind, the mode, and what is in it.</summary>
    /// <returns>Null when it cannot be read.</returns>
    private static async Task<Dictionary<string, string>?> ReadAsync(
        Func<Stream, CancellationToken, Task> write, bool isCompressed, CancellationToken cancellationToken)
    {
        try
        {
            return await StreamPipe.RunAsync(
                write,
                async (archive, token) =>
                {
                    await using var plain = isCompressed
                        ? new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true)
                        : archive;
                    var entries = await EntriesAsync(plain, token);
                    // To its end, so that whoever writes is not left waiting.
                    await plain.CopyToAsync(Stream.Null, token);
                    return entries;
                },
                cancellationToken);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            // Somebody else's file: the hash says that it differs, and that has to do.
            return null;
        }
    }

    private static async Task<Dictionary<string, string>> EntriesAsync(
        Stream archive, CancellationToken cancellationToken)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var reader = new TarReader(archive, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            string content = entry.DataStream is { } data
                ? Convert.ToHexStringLower(await SHA256.HashDataAsync(data, cancellationToken))
                : entry.LinkName;
            entries[entry.Name] = $"{entry.EntryType} {entry.Mode} {content}";
        }

        return entries;
    }
}
