using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Core.Lookup;

/// <summary>
/// Asks the index on behalf of plans, and keeps only answers that are true and that the store can make good.
/// </summary>
public sealed class IndexReader(IImageIndex index, IImageSource images)
{
    private const int QuestionsAtOnce = 16;

    /// <inheritdoc cref="IImageIndex.IsAskedOneByOne"/>
    public bool IsAskedOneByOne => index.IsAskedOneByOne;

    /// <summary>
    /// Whether what a digest leads to has to name that digest itself: where an index is not trusted, silence is no
    /// answer.
    /// </summary>
    public bool NeedsDigests { get; set; }

    /// <summary>
    /// The first of several places that has an image which is sound and fresh enough; null when none has.
    /// </summary>
    /// <param name="questions">Where to look, the most trusted place first.</param>
    /// <param name="freshAfter">What was built at this time or before does not count;
    /// null when everything does.</param>
    public async Task<FoundImage?> FindAsync(
        IReadOnlyCollection<IndexQuestion> questions, DateTimeOffset? freshAfter, CancellationToken cancellationToken)
    {
        var (answers, _) = await AskAsync(questions, cancellationToken);
        return questions
            .Where(question => answers.ContainsKey(question.Namespace))
            .Select(question => new FoundImage(answers[question.Namespace], question.Scope))
            .FirstOrDefault(found => freshAfter is not { } fresh || found.Entry.BuiltAt > fresh);
    }

    /// <summary>The true answers to questions, by namespace, and what is to be said about the others.</summary>
    public async Task<(Dictionary<IndexNamespace, IndexEntry> Sound, ImmutableArray<Diagnostic> Warnings)> AskAsync(
        IReadOnlyCollection<IndexQuestion> questions, CancellationToken cancellationToken)
    {
        var found = await index.FindAllAsync(
            [.. questions.Select(question => question.Namespace)], cancellationToken);
        return await JudgeAsync(questions, found, cancellationToken);
    }

    /// <summary>The same where the first answer of each row of questions is enough.</summary>
    public async Task<(Dictionary<IndexNamespace, IndexEntry> Sound, ImmutableArray<Diagnostic> Warnings)>
        AskFirstAsync(
            IReadOnlyCollection<IReadOnlyList<IndexQuestion>> rows, CancellationToken cancellationToken)
    {
        var found = await index.FindFirstAsync(
            [.. rows.Select(row => row.Select(question => question.Namespace).ToImmutableArray())],
            cancellationToken);
        return await JudgeAsync([.. rows.SelectMany(row => row)], found, cancellationToken);
    }

    /// <summary>
    /// Takes out of some answers those whose image is wanted and cannot be had after all, as only asking for it tells.
    /// </summary>
    /// <param name="sound">The answers; loses those of such images.</param>
    /// <param name="wanted">Entries whose images are about to be used.</param>
    /// <returns>What is to be said about them; nothing when all are there.</returns>
    public async Task<ImmutableArray<Diagnostic>> DropGoneAsync(
        IDictionary<IndexNamespace, IndexEntry> sound,
        IEnumerable<IndexEntry> wanted,
        CancellationToken cancellationToken)
    {
        var gone = new ConcurrentDictionary<BuiltImage, IndexEntry>();
        await Parallel.ForEachAsync(
            wanted.DistinctBy(entry => entry.Image),
            new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = cancellationToken },
            async (entry, token) =>
            {
                if (!await images.HasAsync(entry.Image, token))
                {
                    gone[entry.Image] = entry;
                }
            });
        foreach (var ns in sound.Values
            .Where(entry => gone.Keys.Any(image => image.Build == entry.Build))
            .Select(entry => entry.Namespace)
            .ToList())
        {
            sound.Remove(ns);
        }

        return [.. gone.Values.OrderBy(entry => entry.Namespace).Select(Missing)];
    }

    private async Task<(Dictionary<IndexNamespace, IndexEntry> Sound, ImmutableArray<Diagnostic> Warnings)> JudgeAsync(
        IReadOnlyCollection<IndexQuestion> questions,
        IReadOnlyDictionary<IndexNamespace, IndexEntry> found,
        CancellationToken cancellationToken)
    {
        // What an index knows of the builds counts before anything is asked elsewhere.
        var answers = found.Values.ToDictionary(
            entry => entry.Namespace, entry => entry.Facts is { } own ? entry.With(own) : entry);
        var sound = new Dictionary<IndexNamespace, IndexEntry>();
        var warnings = ImmutableArray.CreateBuilder<Diagnostic>();
        var stored = await images.FindPresentAsync(
            ImagesOf(answers.Values.Where(entry => entry.Untruth is null)), cancellationToken);
        // An entry stands where somebody put it and says what somebody wrote: what its build itself says about its
        // level and its digest must fit too, however much the entry says.
        var facts = await images.FindManyFactsAsync(
            ImagesOf(answers.Values.Where(entry => entry.Facts is null && stored.Contains(entry.Image))),
            cancellationToken);
        // An image has several names, and is missing once.
        var reported = new HashSet<BuiltImage>();
        foreach (var question in questions)
        {
            if (!answers.TryGetValue(question.Namespace, out var entry))
            {
                continue;
            }

            var image = entry.Image;
            entry = entry.Facts is null && facts.TryGetValue(image, out var known) ? entry.With(known) : entry;
            if (question.FindUntruth(entry) is { } untruth)
            {
                warnings.Add(EntryTruth.Problem(question.Namespace, untruth) with { Severity = Severity.Warning });
            }
            else if (NeedsDigests
                && question.Digest is not null
                && stored.Contains(image)
                && entry.Facts?.Digest is null)
            {
                warnings.Add(EntryTruth.Problem(
                    question.Namespace,
                    "its task names no digest in its routes, or several, and the policy requires one") with
                {
                    Severity = Severity.Warning,
                });
            }
            else if (stored.Contains(image))
            {
                sound[question.Namespace] = entry;
            }
            else if (reported.Add(image))
            {
                warnings.Add(Missing(entry));
            }
        }

        return (sound, warnings.DrainToImmutable());
    }

    private static BuiltImage[] ImagesOf(IEnumerable<IndexEntry> entries) =>
        [.. entries.Select(entry => entry.Image).Distinct()];

    private static Diagnostic Missing(IndexEntry entry) => new(
        IndexCodes.ImageMissing,
        $"{entry.Namespace} points to an image that is gone, or not there in full, so it counts as not found",
        "Run `slipway build` to make it anew, or `slipway index delete` to remove the entry.",
        Severity: Severity.Warning);
}
