using System.Diagnostics.CodeAnalysis;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Review.References;

/// <summary>The tasks of images, as they were looked up.</summary>
/// <param name="catalog">The images of the tree.</param>
/// <param name="images">The tasks that are known.</param>
/// <param name="namespaces">Where the namespaces point that are in the index.</param>
public sealed class ImageTaskTable(
    ImageCatalog catalog,
    IReadOnlyDictionary<ImageName, TaskId> images,
    IReadOnlyDictionary<IndexNamespace, TaskId> namespaces) : IImageTaskSource
{
    public bool TryFind(
        string name, SourceLocation location, out TaskId task, [NotNullWhen(false)] out Diagnostic? problem)
    {
        problem = null;
        if (ImageName.TryParse(name, out var image) && images.TryGetValue(image, out task))
        {
            return true;
        }

        task = default;
        problem = catalog.Images.Any(candidate => candidate.Name.Value == name)
            ? new Diagnostic(
                TaskCodes.ImageTaskUnknown,
                $"No task is known that has the image {name} as the tree has it now",
                "Let `slipway decision` make one, naming this image too or none at all, and give its image-tasks.json "
                + "with --image-tasks.",
                location)
            : catalog.Unknown(name, location);
        return false;
    }

    public bool TryFind(
        IndexNamespace ns, SourceLocation location, out TaskId task, [NotNullWhen(false)] out Diagnostic? problem)
    {
        bool isKnown = namespaces.TryGetValue(ns, out task);
        problem = isKnown
            ? null
            : new Diagnostic(
                TaskCodes.ImageTaskUnknown,
                $"The index has no task under {Display.Text(ns.Value)}",
                "Correct the namespace, or let `slipway decision` build the image; "
                + "`slipway index list` shows what there is.",
                location);
        return isKnown;
    }
}
