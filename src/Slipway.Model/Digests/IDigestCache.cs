using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Model.Digests;

/// <summary>Remembers hashes between runs, so that the next one only asks for the files' stamps.</summary>
/// <remarks>Safe for use from several threads. Losing it costs time and nothing else.</remarks>
public interface IDigestCache
{
    /// <summary>
    /// Looks up together what will be asked for next; with nothing it gets ready to. Who does not say it beforehand
    /// gets the same answers.
    /// </summary>
    void Prepare(IEnumerable<string> absolutePaths);

    /// <summary>The hash of a file's content, when it was recorded under the same stamp and can be trusted.</summary>
    bool TryGetFile(string absolutePath, in FileStamp stamp, out Sha256Digest digest);

    /// <summary>
    /// Records a hash. One taken so soon after the file's last change that a further change could leave the stamp as it
    /// is (the racy-git problem) is not kept.
    /// </summary>
    /// <param name="absolutePath">The file.</param>
    /// <param name="stamp">Its stamp before it was read; the caller has seen the same stamp after.</param>
    /// <param name="digest">SHA-256 of its content.</param>
    void RecordFile(string absolutePath, in FileStamp stamp, Sha256Digest digest);

    /// <summary>
    /// A hash that follows from others, such as that of a tar from its headers and its files' hashes.
    /// </summary>
    /// <param name="recipe">SHA-256 over everything that determines the result.</param>
    /// <param name="result">What was recorded.</param>
    bool TryGetDerived(Sha256Digest recipe, out Sha256Digest result);

    /// <inheritdoc cref="TryGetDerived"/>
    void RecordDerived(Sha256Digest recipe, Sha256Digest result);

    /// <summary>Writes down what was recorded since the last flush. Failing to is not an error.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}

/// <summary>Remembers nothing, so that every file is read: <c>--rehash</c>.</summary>
public sealed class NoDigestCache : IDigestCache
{
    public static readonly NoDigestCache Instance = new();

    private NoDigestCache()
    {
    }

    public void Prepare(IEnumerable<string> absolutePaths)
    {
    }

    public bool TryGetFile(string absolutePath, in FileStamp stamp, out Sha256Digest digest)
    {
        digest = default;
        return false;
    }

    public void RecordFile(string absolutePath, in FileStamp stamp, Sha256Digest digest)
    {
    }

    public bool TryGetDerived(Sha256Digest recipe, out Sha256Digest result)
    {
        result = default;
        return false;
    }

    public void RecordDerived(Sha256Digest recipe, Sha256Digest result)
    {
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
