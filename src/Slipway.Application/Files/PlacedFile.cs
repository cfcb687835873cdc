namespace Slipway.Application.Files;

/// <summary>
/// Writes a file beside its place and puts it there in one step: whoever looks finds it whole, or as it was before.
/// </summary>
internal static class PlacedFile
{
    /// <param name="path">The file; its folder has to be there.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="replaces">Whether a file that is there is replaced; else it is an error.</param>
    /// <param name="mode">Who may read and write it, from its first byte on; null for whomever the system lets.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="IOException">It cannot be written, or is there. Nothing is left then.</exception>
    public static async Task WriteAsync(
        string path,
        Func<Stream, CancellationToken, Task> write,
        bool replaces,
        UnixFileMode? mode,
        CancellationToken cancellationToken)
    {
        string temporary = Path.Join(
            Path.GetDirectoryName(Path.GetFullPath(path)), $".slipway-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } given && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = given;
        }

        var stream = new FileStream(temporary, options);
        try
        {
            await using (stream)
            {
                await write(stream, cancellationToken);
                stream.Flush(flushToDisk: mode is not null);
            }

            File.Move(temporary, path, replaces);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>Replaces a file.</summary>
    /// <exception cref="IOException">It cannot be written, and is as it was.</exception>
    public static Task ReplaceAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteAsync(
            path,
            async (stream, token) => await stream.WriteAsync(content, token),
            replaces: true,
            mode: null,
            cancellationToken);

    /// <summary>Takes a file away again; why something could not be written is what has to be reported.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
        }
    }
}
