using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>A Dockerfile copies a folder that is there and empty: no context has it, and no checkout.</summary>
internal sealed class EmptyFolderRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        from copied in image.Dockerfile.Copied
        where !copied.Path.IsRoot && facts.EmptyFolders.Contains(image.Folder.Join(copied.Path))
        select new Finding(
            new Diagnostic(
                CheckCodes.FolderEmpty,
                $"the folder '{Display.Text(copied.Path.Value)}' that is copied has no file in it: git keeps no empty "
                + "folders and a context has none, so the build fails",
                "Make it in the Dockerfile (`RUN mkdir -p`), or put a file into it, such as .gitkeep.",
                copied.Location,
                Severity.Warning),
            image.Name);
}
