using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>A context takes files from a submodule that is not as git has it.</summary>
public sealed class SubmoduleRule : ICheckRule
{
    private const int MostImages = 3;

    IEnumerable<Finding> ICheckRule.Check(CheckFacts facts)
    {
        foreach (var (path, content) in facts.Submodules.OrderBy(pair => pair.Key))
        {
            ImageName[] images =
            [
                .. facts.Images.Where(image => ContextSources.Reaches(image, path)).Select(image => image.Name),
            ];
            if (images.Length > 0)
            {
                yield return new Finding(
                    Problem(path, content, [.. images.Select(image => image.Value)]), images[0]);
            }
        }
    }

    /// <summary>What is to be said of a submodule.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="images">The images whose contexts reach into it.</param>
    public static Diagnostic Problem(RelativePath path, SubmoduleContent content, IReadOnlyList<string> images)
    {
        string names = NameList.Of(images, MostImages);
        string name = Display.Text(path.Value);
        var (message, remedy) = content switch
        {
            SubmoduleContent.NotCloned => (
                $"the submodule '{name}' is not cloned, so the context of {names} lacks its files",
                $"Run `git submodule update --init {name}` wherever digests are computed, or keep its folder out "
                + "of the context with .dockerignore."),
            SubmoduleContent.Moved => (
                $"the submodule '{name}', from which the context of {names} takes files, stands at another commit than "
                + "git has for it",
                $"Commit that with `git add {name}`, or go back with `git submodule update {name}`."),
            _ => (
                $"the submodule '{name}', from which the context of {names} takes files, has changes that are not "
                + "committed in it",
                "Commit them there, and the new commit here; or take them back."),
        };
        return new Diagnostic(
            CheckCodes.SubmoduleDiffers, message, remedy, new SourceLocation(path.Value), Severity.Warning);
    }
}
