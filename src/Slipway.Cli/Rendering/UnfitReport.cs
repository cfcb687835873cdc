using System.Collections.Immutable;
using Slipway.Cli.Terminals;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Cli.Rendering;

/// <summary>Says at the end of a command which images of the tree it could do nothing with.</summary>
internal static class UnfitReport
{
    private const int MostNames = 20;

    /// <param name="terminal">Where to.</param>
    /// <param name="unfit">The images.</param>
    /// <param name="leftOut">Why some of them are left out, each reason once.</param>
    /// <param name="exit">What the command answers.</param>
    /// <returns>What it answers with regard to them: that not all is done, unless something worse happened.</returns>
    public static int Tell(
        Terminal terminal, ImmutableArray<UnfitImage> unfit, ImmutableArray<Diagnostic> leftOut, int exit)
    {
        if (unfit.IsEmpty)
        {
            return exit;
        }

        var problems = new DiagnosticBag();
        problems.AddRange(Folded(leftOut));
        problems.AddRange(unfit
            .SelectMany(image => image.Diagnostics)
            .Where(problem => problem.Severity == Severity.Error && problem.Code != CatalogCodes.ParentBroken));
        DiagnosticRenderer.WriteAll(terminal, problems.ToSorted());
        terminal.ErrorLine(Summary(unfit));
        return exit == (int)ExitCode.Done ? (int)ExitCode.Partly : exit;
    }

    /// <summary>The reasons, and once only that the rest stands on what they leave out.</summary>
    private static IEnumerable<Diagnostic> Folded(ImmutableArray<Diagnostic> leftOut)
    {
        var further = leftOut.Where(reason => reason.Code == CatalogCodes.ParentLeftOut).ToList();
        return further.Count <= 1
            ? leftOut
            : leftOut.Except(further).Append(new Diagnostic(
                CatalogCodes.ParentLeftOut,
                $"{further.Count} more images are left out, because what they are built on is",
                "Do what is said about that; `slipway why IMAGE` says of one of them what it is.",
                Severity: Severity.Warning));
    }

    /// <summary>One line: <c>2 images are broken: app, base; 1 image is left out: arm.</c></summary>
    /// <param name="unfit">At least one.</param>
    public static string Summary(ImmutableArray<UnfitImage> unfit)
    {
        string[] parts =
        [
            .. new[]
            {
                Count([.. unfit.Where(image => !image.IsLeftOut)], "is broken", "are broken"),
                Count([.. unfit.Where(image => image.IsLeftOut)], "is left out", "are left out"),
            }.OfType<string>(),
        ];
        return $"{string.Join("; ", parts)}.";
    }

    private static string? Count(UnfitImage[] images, string one, string many) => images.Length == 0
        ? null
        : $"{images.Length} {(images.Length == 1 ? $"image {one}" : $"images {many}")}: "
            + string.Join(", ", images.Take(MostNames).Select(image => Display.Line(image.Name)))
            + (images.Length > MostNames ? $" and {images.Length - MostNames} more" : string.Empty);
}
