using Slipway.Application.Trusting;
using Slipway.Trust.Documents;

namespace Slipway.Application.Tests.Trusting;

/// <summary>Says the same of every tree.</summary>
/// <param name="facts">What it says.</param>
/// <param name="atHand">What it calls that which is at hand.</param>
internal sealed class OneTree(TreeFacts facts, string atHand) : ISourceFacts
{
    public Task<TreeFacts> FindAsync(SourceQuestion question, CancellationToken cancellationToken) =>
        Task.FromResult(facts);

    public Task<string> AtHandAsync(IEnumerable<SourceQuestion> questions, CancellationToken cancellationToken) =>
        Task.FromResult(atHand);
}
