using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Makes one entry of each task of a kind.</summary>
/// <param name="prefix">What stands before a task's name to make it an image's; may be empty.</param>
/// <param name="task">What a task is called: <c>task</c>, or <c>package</c>.</param>
/// <param name="product">What a task builds, before its name: <c>an image</c>, or <c>the package</c>.</param>
/// <param name="nameless">Gets those that can be no images.</param>
internal sealed class KindEntries(string prefix, string task, string product, ICollection<NamelessImage> nameless)
{
    /// <param name="tasks">The tasks.</param>
    /// <param name="read">Makes an entry of a task that has a name.</param>
    /// <returns>Those that can be images, each name once.</returns>
    public ImmutableArray<ImageEntry> Read(
        IEnumerable<KindTask> tasks, Func<ImageName, KindTask, ImageEntry> read)
    {
        var entries = new Dictionary<ImageName, ImageEntry>();
        foreach (var one in tasks)
        {
            string text = prefix + one.Name.Text;
            if (!ImageName.TryParse(text, out var name))
            {
                nameless.Add(new NamelessImage(text, new Diagnostic(
                    TaskgraphCodes.NameImpossible,
                    $"The {task} {one.Name.Description} is left out, because its name cannot be that of an image",
                    $"Use {ImageName.Grammar}.",
                    one.Name.Location,
                    Severity.Warning)));
            }
            else if (!entries.TryAdd(name, read(name, one)))
            {
                entries[name].Problems.Add(new Diagnostic(
                    CatalogCodes.NameTaken,
                    $"Two tasks build {product} {one.Name.Text}",
                    "Rename one of them.",
                    one.Name.Location));
            }
        }

        return [.. entries.Values];
    }
}
