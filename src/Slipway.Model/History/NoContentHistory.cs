using Slipway.Model.Values;

namespace Slipway.Model.History;

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
