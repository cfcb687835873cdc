using Slipway.Model.Values;

namespace Slipway.Model.History;

/// <summary>What files of the tree contained in the past.</summary>
public interface IContentHistory
{
    /// <summary>The contents that a file had, the likeliest first, each once.</summary>
    /// <param name="file">The file, which may be gone.</param>
    /// <param name="maximumSize">Larger contents are left out; bytes.</param>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ContentsAsync(
        RelativePath file, long maximumSize, CancellationToken cancellationToken);
}

/// <summary>Knows no past: where there is no git, and where looking would take too long.</summary>
public sealed class NoContentHistory : IContentHistory
{
    public static readonly NoContentHistory Instance = new();

    private NoContentHistory()
    {
    }

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ContentsAsync(
        RelativePath file, long maximumSize, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<ReadOnlyMemory<byte>>();
}
