using System.Runtime.CompilerServices;
using Slipway.Git;
using Slipway.Model.History;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>
/// What git knows of former contents. Git is looked for when the first is asked for: most answers need none.
/// </summary>
/// <param name="find">Finds the checkout; null where there is none.</param>
/// <param name="revisions">Commits to look at first.</param>
internal sealed class CheckoutHistory(
    Func<CancellationToken, Task<GitRepository?>> find, IEnumerable<string> revisions) : IContentHistory
{
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ContentsAsync(
        RelativePath file, long maximumSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await find(cancellationToken) is not { } repository)
        {
            yield break;
        }

        await foreach (var content in repository.History(revisions).ContentsAsync(file, maximumSize, cancellationToken))
        {
            yield return content;
        }
    }
}
