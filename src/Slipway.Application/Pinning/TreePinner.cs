using Slipway.Application.Workspaces.Parts;
using Slipway.Review.Pinning;

namespace Slipway.Application.Pinning;

/// <summary>Pins the images from elsewhere that the tree names.</summary>
internal sealed class TreePinner(WorkspaceParts parts)
{
    /// <param name="names">The images whose Dockerfiles are looked at; none for all.</param>
    /// <param name="scope">Which references are looked up.</param>
    /// <param name="write">Whether the files are changed.</param>
    public async Task<PinResult> PinAsync(
        IReadOnlyCollection<string> names, PinScope scope, bool write, CancellationToken cancellationToken)
    {
        var images = parts.Select(names);
        var found = PinFinder.Find(parts.Catalog, images, parts.Tree);
        parts.Warn(found.Problems);
        var questions = PinPlan.Questions(found, scope);
        var plan = await parts.Feedback.ShowAsync(
            $"asking registries, {questions.Length} questions",
            _ => new PinExecutor(parts.Registry).PlanAsync(found, scope, cancellationToken));
        if (write)
        {
            await PinExecutor.ApplyAsync(plan, parts.Tree.RootPath, cancellationToken);
        }

        return new PinResult(plan, found.Problems.IsEmpty && !plan.Changes.Any());
    }
}

/// <summary>What became of the pins of a tree.</summary>
/// <param name="Plan">What is pinned, and what would have to be written.</param>
/// <param name="IsSound">Whether every pin is there and is what its tag means,
/// and every reference could be read.</param>
public sealed record PinResult(PinPlan Plan, bool IsSound);
