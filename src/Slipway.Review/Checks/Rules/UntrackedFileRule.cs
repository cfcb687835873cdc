using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>A file that git does not keep goes into an image: a fresh checkout gives another digest.</summary>
internal sealed class UntrackedFileRule : ICheckRule
{
    private const int MostImages = 3;

    /// <summary>More files of one folder than this are one finding.</summary>
    private const int MostFiles = 3;

    public IEnumerable<Finding> Check(CheckFacts facts)
    {
        var images = new Dictionary<RelativePath, List<ImageName>>();
        foreach (var image in facts.Images.Where(image => facts.Inputs.ContainsKey(image.Name)))
        {
            foreach (var file in ContextSources.Of(image, facts.Inputs[image.Name].Context))
            {
                if (facts.Untracked.Untracked.Contains(file) || facts.Untracked.Ignored.Contains(file))
                {
                    (images.TryGetValue(file, out var users) ? users : images[file] = []).Add(image.Name);
                }
            }
        }

        return from file in images
            let isIgnored = facts.Untracked.Ignored.Contains(file.Key)
            group file.Key by (
                file.Key.Parent,
                isIgnored,
                Images: NameList.Of([.. file.Value.Select(name => name.Value)], MostImages),
                First: file.Value[0]) into folder
            from finding in Find(
                facts,
                [.. folder.Order()],
                folder.Key.Parent,
                folder.Key.isIgnored,
                folder.Key.Images,
                folder.Key.First)
            select finding;
    }

    private static IEnumerable<Finding> Find(
        CheckFacts facts,
        RelativePath[] files,
        RelativePath folder,
        bool isIgnored,
        string images,
        ImageName first) =>
        files.Length > MostFiles
            ? [Finding(facts, $"{files.Length} files in '{folder}' are", folder, isIgnored, images, first)]
            : files.Select(file => Finding(facts, $"'{file}' is", file, isIgnored, images, first));

    private static Finding Finding(
        CheckFacts facts, string subject, RelativePath place, bool isIgnored, string images, ImageName first)
    {
        bool ignores = facts.Catalog.Config.Dialect.HonoursDockerignore;
        return new Finding(
            new Diagnostic(
                isIgnored ? CheckCodes.FileIgnored : CheckCodes.FileUntracked,
                isIgnored
                    ? $"{subject} ignored by git, but part of the context of {images}: "
                        + "other checkouts have other digests"
                    : $"{subject} not tracked by git, but part of the context of {images}",
                (isIgnored, ignores) switch
                {
                    (true, true) => "Keep what is generated out of the context with .dockerignore, or make it in the "
                        + "Dockerfile; what every checkout has to have belongs into git.",
                    (true, false) => "Make what is generated in the Dockerfile or elsewhere, because here the context "
                        + "takes all that is there; what every checkout has to have belongs into git.",
                    (false, true) => "Add it to git, or keep it out of the context with .dockerignore.",
                    _ => "Add it to git, or move it elsewhere: here the context takes all that is there.",
                },
                new SourceLocation(place.Value),
                Severity.Warning),
            first);
    }
}
