using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// A context lacks or changes what git has, and git does not tell: other checkouts have another digest.
/// </summary>
public sealed class HiddenFileRule : ICheckRule
{
    private const int MostImages = 3;

    /// <summary>More files of one folder than this are one finding.</summary>
    private const int MostFiles = 3;

    IEnumerable<Finding> ICheckRule.Check(CheckFacts facts) => Find(facts.Hidden);

    /// <summary>What is to be said of such files, those of one folder together.</summary>
    public static IEnumerable<Diagnostic> Problems(ImmutableArray<HiddenSource> hidden) =>
        Find(hidden).Select(finding => finding.Diagnostic);

    private static IEnumerable<Finding> Find(ImmutableArray<HiddenSource> hidden) =>
        from source in hidden
        group source by (
            source.File.Parent,
            source.IsMissing,
            source.IsAssumed,
            Images: NameList.Of([.. source.Images.Select(name => name.Value)], MostImages),
            First: source.Images[0]) into folder
        from finding in OfFolder([.. folder.OrderBy(source => source.File)], folder.Key.Parent, folder.Key.Images)
        select finding;

    private static IEnumerable<Finding> OfFolder(
        ImmutableArray<HiddenSource> sources, RelativePath folder, string images) =>
        sources.Length > MostFiles
            ?
            [
                Finding(
                    sources[0], $"{sources.Length} files in '{Display.Text(folder.ToString())}' are", folder, images),
            ]
            : sources.Select(source =>
                Finding(source, $"'{Display.Text(source.File.Value)}' is", source.File, images));

    private static Finding Finding(HiddenSource source, string subject, RelativePath place, string images) => new(
        new Diagnostic(
            CheckCodes.FileHidden,
            source.IsMissing
                ? $"{subject} in git and not checked out here, so the context of {images} lacks what every whole "
                    + "checkout has there"
                : $"{subject} not what git has, and git was told not to look: the context of {images} is another one "
                    + "than in other checkouts",
            source.IsAssumed ? "Run `git update-index --no-assume-unchanged FILE`, and commit or restore it."
            : source.IsMissing
                ? $"Check it out with `git sparse-checkout add {Display.Text(source.File.Parent.ToString())}`, or keep "
                    + "it out of the context with .dockerignore."
                : "Run `git update-index --no-skip-worktree FILE`, and commit or restore it.",
            new SourceLocation(place.ToString()),
            Severity.Warning),
        source.Images[0]);
}
