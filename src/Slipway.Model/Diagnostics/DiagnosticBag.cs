using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Slipway.Model.Diagnostics;

/// <summary>Collects problems from several threads, so that a person sees all of them at once.</summary>
public sealed class DiagnosticBag
{
    // Most bags stay empty: there are several for each image of a tree.
    private ConcurrentQueue<Diagnostic>? _diagnostics;

    public bool HasErrors => _diagnostics?.Any(d => d.Severity == Severity.Error) == true;

    public void Add(Diagnostic diagnostic) =>
        LazyInitializer.EnsureInitialized(ref _diagnostics, static () => new()).Enqueue(diagnostic);

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    /// <summary>Every problem once, errors first, then by place and code: the same on every run.</summary>
    public ImmutableArray<Diagnostic> ToSorted() => _diagnostics is { } found ? Sort(found) : [];

    /// <inheritdoc cref="ToSorted"/>
    public static ImmutableArray<Diagnostic> Sort(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics
            .Distinct()
            .OrderByDescending(d => d.Severity)
            .ThenBy(d => d.Location?.File ?? string.Empty, StringComparer.Ordinal)
            .ThenBy(d => d.Location?.Line ?? 0)
            .ThenBy(d => d.Location?.Column ?? 0)
            .ThenBy(d => d.Code.Number)
            .ThenBy(d => d.Message, StringComparer.Ordinal),
    ];

    /// <exception cref="SlipwayException">There is an error among them.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors)
        {
            throw new SlipwayException([.. ToSorted().Where(d => d.Severity == Severity.Error)]);
        }
    }
}
