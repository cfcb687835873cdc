using System.Collections.Immutable;
using System.Text;
using Slipway.Application.Files;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Checks.Findings;

namespace Slipway.Application.Checks;

/// <summary>Writes fixes into the files of a tree.</summary>
public static class FixApplier
{
    /// <param name="fixes">Each once. Of two for the same bytes only one is written.</param>
    /// <param name="cancellationToken">Stops it while no file has changed.</param>
    /// <returns>The fixes that were written. One that is not for the file as it is now is left.</returns>
    /// <exception cref="SlipwayException">A file cannot be written.</exception>
    public static async Task<ImmutableArray<Fix>> ApplyAsync(
        ISourceTree tree, IReadOnlyCollection<Fix> fixes, CancellationToken cancellationToken)
    {
        var applied = ImmutableArray.CreateBuilder<Fix>();
        var changes = new List<FileChange>();
        foreach (var group in fixes.GroupBy(fix => fix.File))
        {
            string path = PathOf(tree, group.Key);
            var entry = tree.Find(group.Key);

            // A link may lead to a file that others share, and nobody asked to change that one.
            if (entry is { Kind: not EntryKind.File })
            {
                continue;
            }

            byte[]? before = entry is null ? null : await File.ReadAllBytesAsync(path, cancellationToken);
            byte[] after = Apply(before ?? [], group, applied);
            if (!after.AsSpan().SequenceEqual(before))
            {
                changes.Add(new FileChange(path, before, after));
            }
        }

        await FileSet.ReplaceAsync(changes, cancellationToken);
        return applied.DrainToImmutable();
    }

    private static string PathOf(ISourceTree tree, RelativePath file) => Path.Join(tree.RootPath, file.Value);

    /// <summary>From the end to the start, so that offsets stay true.</summary>
    private static byte[] Apply(byte[] content, IEnumerable<Fix> fixes, ImmutableArray<Fix>.Builder applied)
    {
        int untouched = content.Length;
        foreach (var fix in fixes.OrderByDescending(fix => fix.Offset))
        {
            byte[] expected = Encoding.UTF8.GetBytes(fix.Expected);
            int end = fix.Offset + expected.Length;
            if (end <= untouched
                && content.AsSpan(fix.Offset, expected.Length).SequenceEqual(expected)
                && (expected.Length > 0 || content.Length == 0))
            {
                content = [.. content[..fix.Offset], .. Encoding.UTF8.GetBytes(fix.Replacement), .. content[end..]];
                untouched = fix.Offset;
                applied.Add(fix);
            }
        }

        return content;
    }
}
