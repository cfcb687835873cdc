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
        // What an index knows of the builds counts before anything is asked elsewhere.
        var answers = found.Values.ToDictionary(
            entry => entry.Namespace, entry => entry.Facts is { } own ? entry.With(own) : entry);
        var sound = new Dictionary<IndexNamespace, IndexEntry>();
        var warnings = ImmutableArray.CreateBuilder<Diagnostic>();
        var stored = await FindStoredAsync(answers.Values.Where(entry => entry.Untruth is null), cancellationToken);
        var facts = await FindFactsAsync(
            answers.Values.Where(entry => entry.Facts is null && stored.Contains(entry.Image)), cancellationToken);
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

    /// <summary>Those of some entries whose image can be had.</summary>
    private async Task<IReadOnlySet<BuiltImage>> FindStoredAsync(
        IEnumerable<IndexEntry> entries, CancellationToken cancellationToken) =>
        (await AskSourceAsync(entries, images.HasAsync, cancellationToken))
            .Where(pair => pair.Value)
            .Select(pair => pair.Key)
            .ToHashSet();

    /// <summary>
    /// What is known about the builds of entries. An entry stands where somebody put it and says what somebody wrote:
    /// what its build itself says about its level and its digest must fit too, however much the entry says.
    /// </summary>
    private Task<IReadOnlyDictionary<BuiltImage, BuildFacts>> FindFactsAsync(
        IEnumerable<IndexEntry> entries, CancellationToken cancellationToken) =>
        AskSourceAsync(entries, images.FindFactsAsync, cancellationToken);

    /// <summary>Asks about each image once, and a source elsewhere about several at a time.</summary>
    private static async Task<IReadOnlyDictionary<BuiltImage, T>> AskSourceAsync<T>(
        IEnumerable<IndexEntry> entries,
        Func<BuiltImage, CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<BuiltImage, T>();
        await Parallel.ForEachAsync(
            entries.Select(entry => entry.Image).Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = cancellationToken },
            async (image, token) => answers[image] = await ask(image, token));
        return answers;
    }

    private static Diagnostic Missing(IndexEntry entry) => new(
        IndexCodes.ImageMissing,
        $"{entry.Namespace} points to an image that is gone, or not there in full, so it counts as not found",
        "Run `slipway build` to make it anew, or `slipway index delete` to remove the entry.",
        Severity: Severity.Warning);
}
