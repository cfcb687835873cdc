using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Checks;
using Slipway.Core.Diagnostics;
using Slipway.Core.Tree;
using Slipway.Core.Values;

namespace Slipway.Execution.Checks;

/// <summary>Writes fixes into the files of a tree. Each file is replaced as a whole or stays as it is.</summary>
public static class FixApplier
{
    /// <param name="tree">The tree.</param>
    /// <param name="fixes">Each once. Of two for the same bytes only the first is written.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>The fixes that were written. One that is not for the file as it is now is left.</returns>
    /// <exception cref="SlipwayException">A file cannot be written.</exception>
    public static async Task<ImmutableArray<Fix>> ApplyAsync(
        ISourceTree tree, IReadOnlyCollection<Fix> fixes, CancellationToken cancellationToken)
    {
        var applied = ImmutableArray.CreateBuilder<Fix>();
        foreach (var file in fixes.GroupBy(fix => fix.File))
        {
            cancellationToken.ThrowIfCancellationRequested();
            applied.AddRange(await ApplyAsync(tree, file.Key, [.. file], cancellationToken));
        }

        return applied.DrainToImmutable();
    }

    private static async Task<List<Fix>> ApplyAsync(
        ISourceTree tree, RelativePath file, ImmutableArray<Fix> fixes, CancellationToken cancellationToken)
    {
        // A link may lead to a file that others share, and nobody asked to change that one.
        if (tree.Find(file) is { Kind: not EntryKind.File })
        {
            return [];
        }

        string path = Path.Join(tree.RootPath, file.Value);
        try
        {
            byte[] content = File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : [];
            var applied = new List<Fix>();

            // From the end to the start, so that offsets stay true.
            int untouched = content.Length;
            foreach (var fix in fixes.OrderByDescending(fix => fix.Offset))
            {
                byte[] expected = Encoding.UTF8.GetBytes(fix.Expected);
                int end = fix.Offset + expected.Length;
                bool isForThis = end <= untouched
                    && content.AsSpan(fix.Offset, expected.Length).SequenceEqual(expected)
                    && (expected.Length > 0 || content.Length == 0);
                if (isForThis)
                {
                    content = [.. content[..fix.Offset], .. Encoding.UTF8.GetBytes(fix.Replacement), .. content[end..]];
                    untouched = fix.Offset;
                    applied.Add(fix);
                }
            }

            if (applied.Count > 0)
            {
                await ReplaceAsync(path, content, cancellationToken);
            }

            return applied;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    CheckCodes.FixNotApplied,
                    $"'{file}' cannot be changed: {problem.Message}",
                    "Check that the file and its folder may be written to, and run `slipway check --fix` again.",
                    new SourceLocation(file.Value)),
                problem);
        }
    }

    private static async Task ReplaceAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        string temporary = $"{path}.slipway-{Path.GetRandomFileName()}";
        try
        {
            await File.WriteAllBytesAsync(temporary, content, cancellationToken);
            if (!OperatingSystem.IsWindows() && File.Exists(path))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
