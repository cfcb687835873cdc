using Slipway.Core.Causes;
using Slipway.Model.Values;

namespace Slipway.Cli.Rendering;

/// <summary>Explanations in one line, for the columns of tables.</summary>
internal static class ExplanationText
{
    /// <summary>Why one image is not what it was.</summary>
    /// <param name="explanation">Of which the image is part.</param>
    /// <returns>Null when no more is known than that the digests differ.</returns>
    public static string? InShort(Explanation explanation, ImageName image)
    {
        var comparison = explanation[image];
        return comparison.Kind switch
        {
            ComparisonKind.BuilderChanged => "builder image changed",
            ComparisonKind.Compared when comparison.Changes.IsEmpty =>
                $"parent changed: {string.Join(", ", comparison.ChangedParents)}{FromAbove(explanation, image)}",
            ComparisonKind.Compared => $"inputs changed: {ChangeText.Summary(comparison.Changes)}"
                + (comparison.ChangedParents.IsEmpty
                    ? string.Empty
                    : $"; parent: {string.Join(", ", comparison.ChangedParents)}"),
            _ => null,
        };
    }

    /// <summary>In brackets, what changed the parents; nothing when that is not known.</summary>
    private static string FromAbove(Explanation explanation, ImageName image)
    {
        string summary = ChangeText.Summary(explanation.Causes
            .Where(cause => cause.Entries.All(entry => entry.Image != image))
            .Select(cause => cause.Change)
            .OfType<LocatedChange>());
        return summary.Length > 0 ? $" ({summary})" : string.Empty;
    }
}
