using System.Collections.Immutable;
using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.References;

/// <summary>Puts references in the places of <c>{{#docker_image}}</c> and <c>{{#task_id_for_image}}</c>.</summary>
/// <remarks>Everything else in the file is left as it is, other tags of Mustache too.</remarks>
public static class ReferenceExpander
{
    /// <param name="content">The file's bytes, in UTF-8 or another encoding that contains ASCII.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="maker">Makes the references to registry images.</param>
    /// <param name="tasks">Knows the tasks of task images.</param>
    /// <param name="problems">Gets every mark for which there is none.</param>
    public static ResolvedFile Expand(
        ReadOnlyMemory<byte> content, string file, ReferenceMaker maker, IImageTaskSource tasks, DiagnosticBag problems)
    {
        var edits = new List<ByteEdit>();
        var references = ImmutableArray.CreateBuilder<ResolvedReference>();
        foreach (var mark in MarkFinder.Find(content, file))
        {
            if (mark.Image is not { } name)
            {
                string word = mark.Kind == MarkKind.DockerImage ? "docker_image" : "task_id_for_image";
                problems.Add(new Diagnostic(
                    ResolveCodes.MarkUnpaired,
                    $"'{mark.Text}' has no counterpart on its line",
                    $"Write {{{{#{word}}}}}NAME{{{{/{word}}}}} on one line.",
                    mark.Location));
                continue;
            }

            var problem = Make(mark.Kind, name, mark.Location, maker, tasks, out string? reference);
            if (problem is not null)
            {
                problems.Add(problem);
                continue;
            }

            edits.Add(new ByteEdit(mark.Offset, mark.Length, Encoding.ASCII.GetBytes(reference!)));
            references.Add(new ResolvedReference(mark.Location, name, reference!)
            {
                IsTask = mark.Kind == MarkKind.TaskIdForImage,
            });
        }

        return new ResolvedFile(ByteEdit.Apply(content, edits), references.DrainToImmutable());
    }

    private static Diagnostic? Make(
        MarkKind kind,
        string name,
        SourceLocation location,
        ReferenceMaker maker,
        IImageTaskSource tasks,
        out string? reference)
    {
        if (kind == MarkKind.DockerImage)
        {
            return maker.TryMake(name, location, out reference, out var problem) ? null : problem;
        }

        bool isKnown = tasks.TryFind(name, location, out var task, out var unknown);
        reference = isKnown ? task.Value : null;
        return isKnown ? null : unknown;
    }
}
