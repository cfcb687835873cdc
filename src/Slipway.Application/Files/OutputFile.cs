using System.Text;
using Slipway.Application.Requests;
using Slipway.Files.Paths;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;

namespace Slipway.Application.Files;

/// <summary>Writes a file that a person named: whole or not at all where that is possible.</summary>
public static class OutputFile
{
    // As many as Linux follows: https://man7.org/linux/man-pages/man7/path_resolution.7.html
    private const int MostLinks = 40;

    /// <param name="path">
    /// A regular file is replaced in one step, at the end of the links that lead to it.
    /// A device or a FIFO is written into.
    /// </param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Stops the writing, and the waiting for a FIFO's reader.</param>
    /// <exception cref="SlipwayException">The file cannot be written.</exception>
    public static async Task WriteAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (path.Length == 0)
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                "The name of the output file is empty",
                "Give a file, or - for standard output."));
        }

        try
        {
            if (FindTarget(Path.GetFullPath(path)) is { } file)
            {
                await ReplaceAsync(file, write, cancellationToken);
            }
            else
            {
                await WriteIntoAsync(path, write, cancellationToken);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    RequestCodes.CannotWrite,
                    $"{path} cannot be written: {problem.Message}",
                    "Check that its folder exists, may be written to and has room."),
                problem);
        }
    }

    /// <summary>Asks before long work whether there is a folder to write its result into.</summary>
    /// <exception cref="SlipwayException">There is none.</exception>
    public static void RequireFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.CannotWrite,
                $"{path} cannot be written: there is no folder {folder}",
                "Check that its folder exists, may be written to and has room."));
        }
    }

    /// <summary>Writes text in UTF-8.</summary>
    public static Task WriteTextAsync(string path, string text, CancellationToken cancellationToken) =>
        WriteAsync(
            path,
            async (stream, token) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), token),
            cancellationToken);

    /// <summary>The file at the end of the links, which need not exist; null for what is no regular file.</summary>
    private static string? FindTarget(string path)
    {
        var kind = PathKind.Of(path);
        if (kind == EntryKind.Folder)
        {
            throw new IOException("It is a folder.");
        }

        if (kind is not (null or EntryKind.File))
        {
            return null;
        }

        for (int links = 0; links < MostLinks; links++)
        {
            if (IsOpenFile(path))
            {
                return null;
            }

            // Null for what does not exist, too, which ResolveLinkTarget refuses.
            if (new FileInfo(path).LinkTarget is not { } target)
            {
                return path;
            }

            path = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        }

        throw new IOException("Too many links lead to one another.");
    }

    /// <summary>
    /// Whether a path stands for a file that a process has open. What such a link shows is not a name that could be
    /// renamed to: https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
    /// </summary>
    private static bool IsOpenFile(string path) =>
        path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/dev/fd/", StringComparison.Ordinal);

    private static async Task ReplaceAsync(
        string file, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(folder))
        {
            // Said here, or the system would speak of the temporary file.
            throw new IOException($"The folder {folder} does not exist.");
        }

        await PlacedFile.WriteAsync(file, write, replaces: true, mode: null, cancellationToken);
    }

    private static async Task WriteIntoAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        // Opening a FIFO waits for its reader, and no lock is taken: /dev/null belongs to everybody.
        var opening = Task.Run(
            () => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete),
            cancellationToken);
        await using var stream = await opening.WaitAsync(cancellationToken);
        if (stream.CanSeek && stream.Length > 0)
        {
            stream.SetLength(0);
        }

        await write(stream, cancellationToken);
    }
}
