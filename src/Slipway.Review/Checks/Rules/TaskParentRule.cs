using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// A registry image needs a task image: from what the registry has it could not be built again. From the tree it can.
/// </summary>
internal sealed class TaskParentRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        where image.Kind == ImageKind.Registry
        from edge in image.Parents
        where facts.Catalog[edge.Parent].Kind == ImageKind.Task
        select new Finding(
            new Diagnostic(
                CheckCodes.ParentUnpublished,
                $"The registry image {image.Name} needs the task image {edge.Parent}, which no registry has, "
                + "so it cannot be rebuilt from the registry alone",
                $"Nothing has to be done where it is built from this tree; else make {edge.Parent} a registry image "
                + $"with a VERSION file, or {image.Name} a task image without one.",
                edge.Uses.IsEmpty ? image.Location : edge.Uses[0].Location,

                // What is published is whole: its layers hold those of the parent.
                Severity.Warning),
            image.Name);
}
