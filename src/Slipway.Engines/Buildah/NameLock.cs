namespace Slipway.Engines.Buildah;

/// <summary>Lets the names of Buildah's images be changed by one at a time, whichever process it is.</summary>
/// <remarks>
/// Buildah reads all names of an image and writes them back with one more or less, so of two that do it at once one is lost: 31 names
/// given two at a time were 24 in the end (1.28).
/// </remarks>
/// <param name="root">The folder of the images, which all processes that change them share.</param>
internal sealed class NameLock(string root)
{
    private const string FileName = "slipway-names.lock";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // Longer than any change of names takes; whoever holds it that long hangs, and a name that is lost is an error, no wrong image.
    private const int Attempts = 1_000;

    public async Task<T> HoldAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(cancellationToken);
        return await change();
    }

    /// <summary>The file, locked against every other opening (flock); nothing where it cannot be made.</summary>
    private async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(root, FileName);
        for (int i = 0; i < Attempts; i++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException))
            {
                await Task.Delay(Pause, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                break;
            }
        }

        return Stream.Null;
    }
}
