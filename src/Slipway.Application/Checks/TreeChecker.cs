using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Application.Planning;
using Slipway.Application.Retention;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Git;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Review.Checks;
using Slipway.Review.Checks.Findings;

namespace Slipway.Application.Checks;

/// <summary>Checks the tree as often as it is asked to, each time as it then is.</summary>
/// <param name="parts">What is opened.</param>
/// <param name="options">What is asked.</param>
internal sealed class TreeChecker(WorkspaceParts parts, CheckOptions options)
{
    // As names; what a pattern or a path means does not change with the fixes.
    private readonly Lazy<ImmutableArray<string>> _names = new(() => parts.Expand(options.Images));

    /// <summary>Fixes can bring new ones to light, such as those of what refers to what was fixed.</summary>
    private const int MostRounds = 5;

    private const string FastOption = "--fast";
    private const string OfflineOption = "--offline";

    /// <summary>Checks, and writes the fixes when that is asked for.</summary>
    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => parts.Feedback.ShowAsync(
        options.IsOffline || options.IsFast ? "checking" : "checking, and asking registries",
        async _ => options.Fix
            ? await FixAsync(cancellationToken)
            : new CheckResult([], await CheckAsync(cancellationToken)));

    private async Task<CheckReport> CheckAsync(CancellationToken cancellationToken)
    {
        var reading = parts.Reading;
        using var repository = options.Against is null
            ? await GitRepository.FindAsync(parts.Tree.RootPath, cancellationToken)
            : await GitRepository.RequireAsync(parts.Tree.RootPath, cancellationToken);
        var gatherer = new FactGatherer(
            parts.Tree, parts.DigestCache, options.IsFast ? null : parts.Index, parts.Clock)
        {
            Repository = repository,
            Registry = options.IsOffline || options.IsFast ? null : parts.Registry,
            LeftOutBy = options.IsFast ? FastOption : OfflineOption,
            UsesHistory = !options.IsFast,
            // Reading every branch takes its time, and a tree with a policy says which of them count.
            NeededElsewhere = reading.IsWhole && reading.Catalog.Config.Retention is not null
                ? token => new ExpiryForecaster(parts).NeededElsewhereAsync(options.ExpiringWithin, token)
                : null,
        };
        var images = Select(reading);
        var gone = options.IsFast
            ? FrozenDictionary<ImageName, ImmutableArray<Diagnostic>>.Empty
            : await new GoneImages(parts).FindAsync(reading.Catalog, images, cancellationToken);
        var usable = reading.Catalog.Without(gone);
        var report = Checker.Check(await gatherer.GatherAsync(
            new CheckRequest
            {
                Reading = reading with { Catalog = usable },
                Problems = [.. ProblemsOf(reading), .. gone.Values.SelectMany(problems => problems).Distinct()],
                Images = [.. images.Where(image => usable.Find(image.Name) is not null)],
                Push = parts.PushOf(reading.Catalog.Config),
                Against = options.Against,
                ExpiringWithin = options.ExpiringWithin,
            },
            cancellationToken));
        report = await new PinGuard(parts).HoldAsync(report, usable, cancellationToken);
        return report with { Unfit = UnfitOf(usable) };
    }

    private ImmutableArray<UnfitImage> UnfitOf(ImageCatalog catalog) => _names.Value.IsEmpty
        ? catalog.Unfit
        : [.. catalog.Unfit.Where(image => _names.Value.Contains(image.Name))];

    /// <summary>Writes every fix, and checks again until none is left that could be written.</summary>
    private async Task<CheckResult> FixAsync(CancellationToken cancellationToken)
    {
        var written = ImmutableArray<Fix>.Empty;
        var report = await CheckAsync(cancellationToken);
        for (int round = 0; round < MostRounds && !report.Fixes.IsEmpty; round++)
        {
            var applied = await FixApplier.ApplyAsync(parts.Tree, report.Fixes, cancellationToken);
            if (applied.IsEmpty)
            {
                break;
            }

            written = written.AddRange(applied);
            parts.ReadAgain();
            report = await CheckAsync(cancellationToken);
        }

        return new CheckResult(written, report);
    }

    private ImmutableArray<ImageDefinition> Select(CatalogResult reading)
    {
        var catalog = reading.Catalog;
        if (reading.IsWhole && catalog.Unfit.IsEmpty)
        {
            return parts.Select(_names.Value);
        }

        // An image that was named may be one that the errors are about; they become findings.
        if (_names.Value.IsEmpty || !reading.IsWhole)
        {
            return _names.Value.IsEmpty ? catalog.Images : Named(catalog);
        }

        _ = catalog.RequireAll(_names.Value.Where(name => catalog.FindUnfit(name) is null));
        return Named(catalog);
    }

    private ImmutableArray<ImageDefinition> Named(ImageCatalog catalog) =>
        [.. catalog.Images.Where(image => _names.Value.Contains(image.Name.Value))];

    /// <summary>
    /// What was found when the tree was read, without what is wrong with images that nobody asked for.
    /// </summary>
    private ImmutableArray<Diagnostic> ProblemsOf(CatalogResult reading)
    {
        if (_names.Value.IsEmpty)
        {
            ImmutableArray<Diagnostic> all = [.. reading.Diagnostics, .. reading.Catalog.LeftOut];
            return PassedOver.Find(parts.Tree, reading.Catalog, everywhere: true) is { } hint ? all.Add(hint) : all;
        }

        var named = UnfitOf(reading.Catalog);
        var wanted = named.SelectMany(image => image.Diagnostics).ToHashSet();
        var others = reading.Catalog.Unfit.Except(named).SelectMany(image => image.Diagnostics).ToHashSet();
        return [.. reading.Diagnostics.Where(problem => !others.Contains(problem)).Union(wanted)];
    }
}

/// <summary>What a check came to.</summary>
/// <param name="Fixed">What was put right; none unless that was asked for.</param>
/// <param name="Report">What was found, or what remains.</param>
public sealed record CheckResult(ImmutableArray<Fix> Fixed, CheckReport Report);

/// <summary>What a person asks of a check.</summary>
public sealed record CheckOptions
{
    /// <summary>The images to check; none for all.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>
    /// The git revision since which inputs count as changed; null for where HEAD left the main branch.
    /// </summary>
    public string? Against { get; init; }

    /// <summary>Whether no registry is asked.</summary>
    public bool IsOffline { get; init; }

    /// <summary>
    /// Whether only that is looked at which takes no network, no history and no index: for a hook before each commit.
    /// </summary>
    public bool IsFast { get; init; }

    /// <summary>An index entry that has no longer than this to live is reported.</summary>
    public required TimeSpan ExpiringWithin { get; init; }

    /// <summary>Whether what needs no decision is put right.</summary>
    public bool Fix { get; init; }
}
