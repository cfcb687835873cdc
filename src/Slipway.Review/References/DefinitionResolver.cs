using Slipway.Model.Diagnostics;

namespace Slipway.Review.References;

/// <summary>
/// Resolves everything by which a file refers to images: its marks, then the images of task definitions.
/// </summary>
/// <param name="maker">Makes the references to registry images.</param>
/// <param name="tasks">Knows the tasks of images.</param>
/// <param name="pinIndexed">Whether the task to which a namespace points takes the namespace's place.</param>
/// <param name="problems">Gets what is wrong.</param>
public sealed class DefinitionResolver(
    ReferenceMaker maker, IImageTaskSource tasks, bool pinIndexed, DiagnosticBag problems)
{
    /// <param name="content">The file.</param>
    /// <param name="file">Its name, for messages; its ending says whether it can be a definition.</param>
    public ResolvedFile Resolve(ReadOnlyMemory<byte> content, string file)
    {
        var marks = ReferenceExpander.Expand(content, file, maker, tasks, problems);
        var images = TaskImageResolver.Resolve(marks.Content, file, tasks, pinIndexed, problems);
        return images with
        {
            References =
            [
                .. marks.References.Concat(images.References)
                    .OrderBy(reference => reference.Location.Line)
                    .ThenBy(reference => reference.Location.Column),
            ],
        };
    }

    /// <summary>
    /// What tasks some files need, whatever is wrong with them: that is found when they are resolved.
    /// </summary>
    public static ImageTaskUses UsesOf(
        IEnumerable<(ReadOnlyMemory<byte> Content, string File)> files, ReferenceMaker maker)
    {
        var uses = new ImageTaskUses();
        var resolver = new DefinitionResolver(maker, uses, pinIndexed: false, new DiagnosticBag());
        foreach (var (content, file) in files)
        {
            resolver.Resolve(content, file);
        }

        return uses;
    }
}
