using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Slipway.Git.Programs;
using Slipway.Model.History;
using Slipway.Model.Values;

namespace Slipway.Git.Trees;

/// <summary>
/// What files contained in commits: in some that are named, then in HEAD, then in those that changed them.
/// </summary>
/// <remarks>Finding the commits that changed a file can take seconds in a long history, so it comes last.</remarks>
internal sealed class FileHistory(GitProgram git, BlobReader blobs, string prefix, ImmutableArray<string> revisions)
    : IContentHistory
{
    /// <summary>How many of the newest commits that changed a file are looked at.</summary>
    private const int Depth = 20;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ContentsAsync(
        RelativePath file, long maximumSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (string blob in BlobsAsync(file, cancellationToken))
        {
            if (seen.Add(blob) && await ReadAsync(blob, file, maximumSize, cancellationToken) is { } content)
            {
                yield return content;
            }
        }
    }

    private async IAsyncEnumerable<string> BlobsAsync(
        RelativePath file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string revision in revisions.Append("HEAD"))
        {
            var answer = await git.RunAsync(
                ["rev-parse", "--verify", "--quiet", $"{revision}:{prefix}{file.Value}"], cancellationToken);
            if (answer.ExitCode == 0)
            {
                yield return Encoding.ASCII.GetString(answer.Output.Span).Trim();
            }
        }

        var log = await git.RunAsync(
            [
                "log", $"--max-count={Depth}", "--format=", "--raw", "--no-abbrev", "--no-renames", "-z", "-m", "--",
                file.Value,
            ],
            cancellationToken);
        foreach (var field in GitOutput.Fields(log.Output))
        {
            // ":<mode> <mode> <object before> <object after> <status>"; the paths between are of no interest.
            string[] words = Encoding.UTF8.GetString(field.Span).TrimStart('\n').Split(' ');
            if (words is [[':', ..], _, var before, var after, _])
            {
                yield return after;
                yield return before;
            }
        }
    }

    private async Task<byte[]?> ReadAsync(
        string blob, RelativePath file, long maximumSize, CancellationToken cancellationToken)
    {
        var answer = await git.RunAsync(["cat-file", "-s", blob], cancellationToken);
        if (answer.ExitCode != 0
            || !long.TryParse(Encoding.ASCII.GetString(answer.Output.Span), out long size)
            || size > maximumSize)
        {
            // Zeros, where there was no such file, or a submodule's commit; or too large.
            return null;
        }

        byte[] path = Encoding.UTF8.GetBytes(file.Value);
        var converted = await new ConvertedPaths(git).AmongAsync([path], cancellationToken);
        var content = new BlobContent(git, blobs, blob, size, converted.Contains(file) ? prefix + file.Value : null);
        await using var stream = content.Open();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
