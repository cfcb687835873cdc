using Slipway.Model.Diagnostics;

namespace Slipway.Application.Files;

/// <summary>Gives several files new content: all of them or none.</summary>
public static class FileSet
{
    /// <summary>
    /// Writes everything beside the files first, so that a full disk or a folder that may not be written to is met
    /// before any file changes; then renames. A file keeps its mode, and a link goes on leading to it.
    /// </summary>
    /// <param name="changes">One file under several names may be in it, with the same new content.</param>
    /// <param name="cancellationToken">Stops it while no file has changed; not watched after that.</param>
    /// <exception cref="SlipwayException">A file is not what it was, or cannot be replaced.
    /// No file has changed.</exception>
    public static async Task ReplaceAsync(IEnumerable<FileChange> changes, CancellationToken cancellationToken)
    {
        var staged = new List<StagedFile>();
        var targets = new Dictionary<string, FileChange>(StringComparer.Ordinal);
        int renamed = 0;
        try
        {
            foreach (var change in changes)
            {
                string target = Attempt(change.Path, () => TargetOf(change.Path));
                if (targets.TryAdd(target, change))
                {
                    staged.Add(await AttemptAsync(
                        change.Path, () => StagedFile.WriteAsync(target, change, cancellationToken)));
                }
                else if (!targets[target].After.Span.SequenceEqual(change.After.Span))
                {
                    throw new SlipwayException(new Diagnostic(
                        FileCodes.CannotReplace,
                        $"{change.Path} and {targets[target].Path} are the same file, and are to hold different things",
                        "Make them two files, or make them say the same."));
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            for (; renamed < staged.Count; renamed++)
            {
                var file = staged[renamed];
                Attempt(file.Target, () =>
                {
                    file.Commit();
                    return file;
                });
            }
        }
        catch
        {
            foreach (var file in staged.Take(renamed))
            {
                file.Revert();
            }

            throw;
        }
        finally
        {
            foreach (var file in staged)
            {
                file.Dispose();
            }
        }
    }

    private static string TargetOf(string path)
    {
        // Of a relative path .NET takes the targets for relative to the root.
        string full = Path.GetFullPath(path);
        // For what does not exist yet it throws.
        return new FileInfo(full).LinkTarget is null
            ? full
            : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }

    private static T Attempt<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CannotReplace(path, problem);
        }
    }

    private static async Task<StagedFile> AttemptAsync(string path, Func<Task<StagedFile>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CannotReplace(path, problem);
        }
    }

    private static SlipwayException CannotReplace(string path, Exception problem) =>
        new(
            new Diagnostic(
                FileCodes.CannotReplace,
                $"{path} cannot be replaced: {problem.Message}",
                "Check that the file and its folder may be written to and that there is room. No file was changed."),
            problem);
}

/// <summary>A file that gets new content, or is made.</summary>
/// <param name="Path">Where it is, relative to the current folder or absolute.</param>
/// <param name="Before">What it must hold still, so that nobody's change is lost; null when it must not exist.</param>
/// <param name="After">What it is to hold.</param>
public sealed record FileChange(string Path, byte[]? Before, ReadOnlyMemory<byte> After)
{
    /// <summary>The change from what a file holds now.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileChange FromNow(string path, ReadOnlyMemory<byte> after) =>
        new(path, File.Exists(path) ? File.ReadAllBytes(path) : null, after);
}
