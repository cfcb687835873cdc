using System.Collections.Concurrent;
using Slipway.Application.Published;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Review.Checks.Facts;

namespace Slipway.Application.Checks;

/// <summary>Asks registries what the rules need to know, several questions at once.</summary>
/// <param name="registry">The registries; null when they are not to be asked.</param>
/// <param name="leftOutBy">The option that says so.</param>
internal sealed class RegistryReader(IImageRegistry? registry, string leftOutBy)
{
    // Enough to hide the latency, and few enough for the limits of public registries.
    private const int MostQuestions = 8;

    /// <summary>What the registries answered. A question that failed is a problem, and left out.</summary>
    public async Task<IReadOnlyDictionary<ImageReference, PublishedImage?>> ReadAsync(
        CheckFacts facts, DiagnosticBag problems, SkippedChecks skipped, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<ImageReference, PublishedImage?>();
        var questions = RegistryQuestions.Of(facts);
        if (questions.IsEmpty)
        {
            return answers;
        }

        if (registry is null)
        {
            skipped.Add("what registries have", leftOutBy);
            return answers;
        }

        var config = facts.Catalog.Config;
        var platforms = RegistryImage.AllOf(facts.Catalog)
            .DistinctBy(image => image.Repository)
            .ToDictionary(image => image.Repository, image => config.PlatformOf(image.Definition));
        var reader = new PublishedImageReader(registry);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = MostQuestions,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(questions, options, async (question, cancellation) =>
        {
            try
            {
                answers[question] = await reader.FindAsync(
                    question, platforms.GetValueOrDefault(question.Repository, config.Platform), cancellation);
            }
            catch (SlipwayException problem)
            {
                problems.AddRange(problem.Diagnostics);
            }
        });
        return answers;
    }
}
