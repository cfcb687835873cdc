using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Review.Checks.Findings;

namespace Slipway.Application.Checks;

/// <summary>Collects what was not looked at.</summary>
internal sealed class SkippedChecks
{
    private readonly ConcurrentBag<SkippedCheck> _skipped = [];

    public void Add(string what, string why) => _skipped.Add(new SkippedCheck(what, why));

    public ImmutableArray<SkippedCheck> ToSorted() =>
        [.. _skipped.Distinct().OrderBy(skipped => skipped.What, StringComparer.Ordinal)];
}
