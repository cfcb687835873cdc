using Slipway.Application.Trusting;
using Slipway.Trust.Documents;

namespace Slipway.Application.Tests.Trusting;

/// <summary>Knows no tree.</summary>
internal sealed class NoSources : ISourceFacts
{
    public static readonly NoSources Instance = new();

    public Task<TreeFacts> FindAsync(SourceQuestion question, CancellationToken cancellationToken) =>
        Task.FromResult(new TreeFacts());

    public Task<string> AtHandAsync(IEnumerable<SourceQuestion> questions, CancellationToken cancellationToken) =>
        Task.FromResult(string.Empty);
}
