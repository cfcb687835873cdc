using System.Collections.Immutable;
using Slipway.Application.Checks;
using Slipway.Cli.Invocations;
using Slipway.Core.Catalog;
using Slipway.Core.Checks;
using Slipway.Core.Diagnostics;
using Slipway.Git;

namespace Slipway.Cli.Session;

/// <summary>Checks the tree as often as it is asked to, each time as it then is.</summary>
/// <param name="invocation">The run of the command.</param>
/// <param name="names">The images that a person named; none for all.</param>
internal sealed class TreeChecker(Invocation invocation, IReadOnlyCollection<string> names)
{
    /// <summary>Fixes can bring new ones to light, such as those of what refers to what was fixed.</summary>
    private const int MostRounds = 5;

    public string? Against { get; init; }

    public bool IsOffline { get; init; }

    public required TimeSpan ExpiringWithin { get; init; }

    public async Task<CheckReport> CheckAsync(CancellationToken cancellationToken)
    {
        var reading = invocation.Reading;
        using var repository = Against is null
            ? await GitRepository.FindAsync(invocation.Tree.RootPath, cancellationToken)
            : await GitRepository.RequireAsync(invocation.Tree.RootPath, cancellationToken);
        var gatherer = new FactGatherer(invocation.Tree, invocation.DigestCache, invocation.Index, invocation.Clock)
        {
            History = repository is null ? null : new GitHistory(repository, invocation.Tree),
            Registry = IsOffline ? null : invocation.Registry,
        };
        return Checker.Check(await gatherer.GatherAsync(
            new CheckRequest
            {
                Reading = reading,
                Images = Select(reading),
                Push = invocation.PushOf(reading.Catalog.Config),
                Against = Against,
                ExpiringWithin = ExpiringWithin,
            },
            cancellationToken));
    }

    /// <summary>Writes every fix, and checks again until none is left that could be written.</summary>
    /// <returns>What was written, and what remains.</returns>
    public async Task<(ImmutableArray<Fix> Fixed, CheckReport Report)> FixAsync(CancellationToken cancellationToken)
    {
        var written = ImmutableArray<Fix>.Empty;
        var report = await CheckAsync(cancellationToken);
        for (int round = 0; round < MostRounds && !report.Fixes.IsEmpty; round++)
        {
            var applied = await FixApplier.ApplyAsync(invocation.Tree, report.Fixes, cancellationToken);
            if (applied.IsEmpty)
            {
                break;
            }

            written = written.AddRange(applied);
            invocation.ReadAgain();
            report = await CheckAsync(cancellationToken);
        }

        return (written, report);
    }

    private ImmutableArray<ImageDefinition> Select(CatalogResult reading)
    {
        if (reading.Diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error))
        {
            return invocation.Select(names);
        }

        // An image that was named may be one that the errors are about.
        return [.. reading.Catalog.ParentsFirst.Where(image => names.Count == 0 || names.Contains(image.Name.Value))];
    }
}
