using Slipway.Files.Linux;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Files;

/// <summary>New content that waits beside a file for its turn.</summary>
internal sealed class StagedFile : IDisposable
{
    private readonly string _waiting;
    private readonly FileChange _change;
    private UnnamedFile? _unnamed;

    private StagedFile(string target, FileChange change)
    {
        Target = target;
        _change = change;
        _waiting = Path.Join(Path.GetDirectoryName(target), $".slipway-{Path.GetRandomFileName()}");
    }

    public string Target { get; }

    /// <param name="target">The file, no link.</param>
    /// <param name="change">What it holds and is to hold.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="SlipwayException">The file is not what it was.</exception>
    public static async Task<StagedFile> WriteAsync(
        string target, FileChange change, CancellationToken cancellationToken)
    {
        byte[]? now = File.Exists(target) ? await File.ReadAllBytesAsync(target, cancellationToken) : null;
        if (change.Before is { } before ? now is null || !before.AsSpan().SequenceEqual(now) : now is not null)
        {
            throw new SlipwayException(new Diagnostic(
                FileCodes.ChangedMeanwhile,
                $"{change.Path} was changed by something else in the meantime",
                "Run the command again. No file was changed."));
        }

        var staged = new StagedFile(target, change);
        try
        {
            await staged.FillAsync(change.After, cancellationToken);
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>Puts the new content in the file's place.</summary>
    public void Commit()
    {
        _unnamed?.Name(_waiting);
        File.Move(_waiting, Target, overwrite: _change.Before is not null);
    }

    /// <summary>Puts the old content back, when another file of the set failed.</summary>
    public void Revert()
    {
        try
        {
            if (_change.Before is not { } before)
            {
                File.Delete(Target);
                return;
            }

            File.Copy(Target, _waiting);
            File.WriteAllBytes(_waiting, before);
            File.Move(_waiting, Target, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Why the set could not be written is what has to be reported.
        }
    }

    public void Dispose()
    {
        _unnamed?.Dispose();
        try
        {
            File.Delete(_waiting);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A file too many beside the others is no reason to fail.
        }
    }

    private async Task FillAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(Target)!;
        if (_change.Before is null)
        {
            Directory.CreateDirectory(folder);
        }

        // A file that waits under a name would be a part of an image, if the folder is one's and the process is killed.
        _unnamed = UnnamedFile.TryCreate(folder, _change.Before is null ? null : Target);
        if (_unnamed is { Content: var unnamed })
        {
            await unnamed.WriteAsync(content, cancellationToken);
            unnamed.Flush(flushToDisk: true);
            return;
        }

        if (_change.Before is null)
        {
            await File.WriteAllBytesAsync(_waiting, [], CancellationToken.None);
        }
        else
        {
            // A copy has the mode of the file, whatever the umask.
            File.Copy(Target, _waiting);
        }

        await using var stream = new FileStream(_waiting, FileMode.Truncate, FileAccess.Write, FileShare.None);
        await stream.WriteAsync(content, cancellationToken);
        stream.Flush(flushToDisk: true);
    }
}
