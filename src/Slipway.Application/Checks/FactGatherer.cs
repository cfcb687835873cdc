using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Application.Checkouts;
using Slipway.Application.Digests;
using Slipway.Core.Catalog;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Git;
using Slipway.Model.Diagnostics;
using Slipway.Model.Digests;
using Slipway.Model.Images;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;
using Slipway.Trust.Allowlists;

namespace Slipway.Application.Checks;

/// <summary>
/// Finds out what the rules of a check need to know: from the tree, git, registries and the index at once.
/// </summary>
/// <param name="tree">The source tree.</param>
/// <param name="cache">Remembers the hashes of its files.</param>
/// <param name="index">Where built images are found; null when it is not to be asked.</param>
/// <param name="clock">Now.</param>
public sealed class FactGatherer(ISourceTree tree, IDigestCache cache, IImageIndex? index, TimeProvider clock)
{
    /// <summary>The checkout that the tree is in; null when it is in none.</summary>
    public GitRepository? Repository { get; init; }

    /// <summary>The registries; null when they are not to be asked.</summary>
    public IImageRegistry? Registry { get; init; }

    /// <summary>Finds what branches and tags need and expires; null when nothing says which of them count.</summary>
    public Func<CancellationToken, Task<ImmutableArray<NeededImage>>>? NeededElsewhere { get; init; }

    /// <summary>The option by which something is not asked, for what is said about that.</summary>
    public string LeftOutBy { get; init; } = "--offline";

    /// <summary>Whether the tree is compared with what it was.</summary>
    public bool UsesHistory { get; init; } = true;

    /// <exception cref="SlipwayException">The revision that was asked for does not exist,
    /// or the index cannot be read.</exception>
    public async Task<CheckFacts> GatherAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var problems = new DiagnosticBag();
        problems.AddRange(request.Problems);
        var catalog = request.Reading.Catalog;
        var tasks = TaskFiles.Read(tree, catalog, cancellationToken);
        var ofImages = new ImageProblems();
        var inputs = await new TreeDigests(tree, catalog, cache)
            .ComputeAsync(request.Images.Select(image => image.Name), ofImages, cancellationToken);
        problems.AddRange(ofImages.ToSorted());
        var facts = new CheckFacts
        {
            Catalog = catalog,
            Images = request.Images,
            Inputs = inputs,
            Files = ImageFiles.Read(tree, catalog),
            EmptyFolders = EmptyFolderReader.Find(tree, request.Images, cancellationToken),
            Allowlist = AllowlistDocument.Read(tree, problems).Allowlist,
            UsedByTasks = TaskUses.Find(tasks, catalog),
            TaskReferences = TaskReferences.Find(tasks, [.. RegistryImage.AllOf(catalog)]),
            Now = clock.GetUtcNow(),
            Level = request.Push.Level,
            ExpiringWithin = request.ExpiringWithin,
        };

        if (Repository is { } repository)
        {
            var hidden = await repository.HiddenAsync(cancellationToken);
            facts = facts with
            {
                Hidden = await new HiddenSourceReader(tree, repository)
                    .ReadAsync(hidden, facts.Catalog, facts.Images, cancellationToken),
                Submodules = HiddenSourceReader.SubmodulesOf(hidden),
            };
        }

        var skipped = new SkippedChecks();
        var untracked = UntrackedAsync(facts, skipped, cancellationToken);
        var revision = RevisionAsync(facts, request.Against, skipped, cancellationToken);
        var published = new RegistryReader(Registry, LeftOutBy)
            .ReadAsync(facts, problems, skipped, cancellationToken);
        var indexed = IndexedAsync(facts, request.Push, skipped, cancellationToken);
        await Task.WhenAll(untracked, revision, published, indexed);
        var needed = await NeededAsync(skipped, cancellationToken);
        return facts with
        {
            NeededElsewhere = needed,
            Untracked = await untracked,
            Base = await revision,
            Published = await published,
            Indexed = await indexed,
            Problems = problems.ToSorted(),
            Skipped = skipped.ToSorted(),
        };
    }

    private async Task<ImmutableArray<NeededImage>> NeededAsync(
        SkippedChecks skipped, CancellationToken cancellationToken)
    {
        if (NeededElsewhere is null)
        {
            return [];
        }

        const string what = "what branches and tags need";
        if (!UsesHistory)
        {
            skipped.Add(what, LeftOutBy);
            return [];
        }

        try
        {
            return await NeededElsewhere(cancellationToken);
        }
        catch (SlipwayException problem)
        {
            skipped.Add(what, problem.Diagnostics[0].Message);
            return [];
        }
    }

    private async Task<RevisionFacts?> RevisionAsync(
        CheckFacts facts, string? against, SkippedChecks skipped, CancellationToken cancellationToken)
    {
        if (UsesHistory)
        {
            return await new RevisionReader(tree, cache)
                .ReadAsync(Repository, facts, against, skipped, cancellationToken);
        }

        if (facts.Images.Any(image => image.Kind == ImageKind.Registry))
        {
            skipped.Add(RevisionReader.What, LeftOutBy);
        }

        return null;
    }

    private async Task<IReadOnlyDictionary<ImageName, IndexedImage>> IndexedAsync(
        CheckFacts facts, PushContext push, SkippedChecks skipped, CancellationToken cancellationToken)
    {
        if (index is not null)
        {
            return await new ExpiryReader(index).ReadAsync(facts, push, cancellationToken);
        }

        skipped.Add("what the index has", LeftOutBy);
        return FrozenDictionary<ImageName, IndexedImage>.Empty;
    }

    private async Task<UntrackedSources> UntrackedAsync(
        CheckFacts facts, SkippedChecks skipped, CancellationToken cancellationToken)
    {
        if (Repository is null)
        {
            skipped.Add("untracked files", "the tree is in no git checkout");
            return UntrackedSources.None;
        }

        var files = facts.Images
            .Where(image => facts.Inputs.ContainsKey(image.Name))
            .SelectMany(image => ContextSources.Of(image, facts.Inputs[image.Name].Context))
            .ToHashSet();
        var untracked = await Repository.UntrackedAsync(cancellationToken);
        return new UntrackedSources(
            files.Where(untracked.IsUntracked).ToFrozenSet(), files.Where(untracked.IsIgnored).ToFrozenSet());
    }
}

/// <summary>Collects what was not looked at.</summary>
internal sealed class SkippedChecks
{
    private readonly ConcurrentBag<SkippedCheck> _skipped = [];

    public void Add(string what, string why) => _skipped.Add(new SkippedCheck(what, why));

    public ImmutableArray<SkippedCheck> ToSorted() =>
        [.. _skipped.Distinct().OrderBy(skipped => skipped.What, StringComparer.Ordinal)];
}

/// <summary>What is to be checked.</summary>
public sealed record CheckRequest
{
    /// <summary>The tree as it was read.</summary>
    public required CatalogResult Reading { get; init; }

    /// <summary>What was found when it was read.</summary>
    public required ImmutableArray<Diagnostic> Problems { get; init; }

    /// <summary>The images that findings are wanted for.</summary>
    public required ImmutableArray<ImageDefinition> Images { get; init; }

    /// <summary>Says which level counts and which index entries are looked at.</summary>
    public required PushContext Push { get; init; }

    /// <summary>The revision to compare with; null for where this line of work left the main branch.</summary>
    public string? Against { get; init; }

    /// <summary>An index entry that has no longer than this to live expires soon.</summary>
    public required TimeSpan ExpiringWithin { get; init; }
}
