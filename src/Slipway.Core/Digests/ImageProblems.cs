using System.Collections.Concurrent;
using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Digests;

/// <summary>Collects problems from several threads, each with the image that it belongs to.</summary>
public sealed class ImageProblems
{
    private readonly ConcurrentDictionary<ImageName, DiagnosticBag> _problems = new();

    /// <summary>The images in which an error was found, each with its errors.</summary>
    public IReadOnlyDictionary<ImageName, ImmutableArray<Diagnostic>> Broken => _problems
        .Where(pair => pair.Value.HasErrors)
        .ToDictionary(
            pair => pair.Key,
            pair => pair.Value.ToSorted().RemoveAll(problem => problem.Severity != Severity.Error));

    /// <summary>What is found in one image.</summary>
    public DiagnosticBag Of(ImageName image) => _problems.GetOrAdd(image, static _ => new DiagnosticBag());

    /// <summary>Every problem once, as <see cref="DiagnosticBag.ToSorted"/> has it.</summary>
    public ImmutableArray<Diagnostic> ToSorted()
    {
        var all = new DiagnosticBag();
        all.AddRange(_problems.Values.SelectMany(bag => bag.ToSorted()));
        return all.ToSorted();
    }
}
