using System.Collections.Concurrent;
using Slipway.Application.Files;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Review.Pinning;

namespace Slipway.Application.Pinning;

/// <summary>Asks the registries what a pin plan needs to know, and writes what it says.</summary>
/// <param name="registry">The registries.</param>
public sealed class PinExecutor(IImageRegistry registry)
{
    // Registries limit how often they are asked; more at once would only be told to wait.
    private const int QuestionsAtOnce = 8;

    /// <param name="found">The references of the tree.</param>
    /// <param name="scope">Which of them are looked at.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="SlipwayException">Every question that has no answer.</exception>
    public async Task<PinPlan> PlanAsync(PinSites found, PinScope scope, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<ImageReference, RepoDigest>();
        var problems = new DiagnosticBag();
        await Parallel.ForEachAsync(
            PinPlan.Questions(found, scope),
            new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = cancellationToken },
            async (question, token) =>
            {
                try
                {
                    if (await AskAsync(question, PinPlan.Known(found, question), token) is { } answer)
                    {
                        answers[question] = answer;
                    }
                    else
                    {
                        problems.AddRange(NotPublished(found, question));
                    }
                }
                catch (SlipwayException failure)
                {
                    problems.AddRange(failure.Diagnostics);
                }
            });
        problems.ThrowIfErrors();
        return PinPlan.Make(found, scope, answers);
    }

    /// <summary>Writes the pins: into all files of the plan, or into none.</summary>
    /// <param name="plan">What is written.</param>
    /// <param name="root">The root of the tree.</param>
    /// <param name="cancellationToken">Stops it while no file has changed.</param>
    public static Task ApplyAsync(PinPlan plan, string root, CancellationToken cancellationToken) =>
        FileSet.ReplaceAsync(
            plan.Contents().Select(file => new FileChange(
                Path.Join(root, file.Key.Value), plan.Found.Files[file.Key].ToArray(), file.Value)),
            cancellationToken);

    // A digest that is written is the hash of what was read. Only where nothing would be written is a claim enough.
    private async Task<RepoDigest?> AskAsync(
        ImageReference question, RepoDigest? known, CancellationToken cancellationToken) =>
        known is { } pin && await registry.ConfirmsAsync(question, pin, cancellationToken)
            ? pin
            : (await registry.FindManifestAsync(question, cancellationToken))?.RepoDigest;

    private static IEnumerable<Diagnostic> NotPublished(PinSites found, ImageReference question) =>
        found.Sites.Where(site => site.Followed == question).Select(site => new Diagnostic(
            PinCodes.NotPublished,
            $"{question.Repository.Registry} has no image {question.Repository.Path}:{question.Tag}",
            "Correct the name or the tag, or publish the image first.",
            site.Location));
}
