using Slipway.Core.Includes;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>Finds copies of taskgraph's Python package that are kept in a tree.</summary>
internal static class VendoredPackages
{
    /// <summary>
    /// What holds copies of others' code: <c>third_party/python</c> as <c>mach vendor</c> has it, and the likes.
    /// </summary>
    private static readonly RelativePath[] Holders =
    [
        .. new[] { "third_party/python", "third_party", "vendor", "taskcluster", "taskcluster/vendor" }
            .Select(RelativePath.Parse),
    ];

    /// <summary>
    /// The files of taskgraph's own repository, whatever their release is called between two; else copies that stand
    /// in one of these folders, or in a folder of their own below it.
    /// </summary>
    public static IEnumerable<RunTaskCopy> In(TreeFiles files)
    {
        var unheard = new DiagnosticBag();
        return new OwnSource(new TaskgraphFiles(files.ReportingTo(unheard), unheard)).Copy is { } own
            ? [own]
            : CopiesIn(files);
    }

    private static IEnumerable<RunTaskCopy> CopiesIn(TreeFiles files) =>
        Holders
            .Where(files.IsFolder)
            .SelectMany(holder => files.List(holder)
                .Where(entry => entry.Kind == EntryKind.Folder)
                .Select(entry => entry.Path)
                .Prepend(holder))
            .Select(folder => TaskgraphPackage.In(files, folder))
            .OfType<RunTaskCopy>();
}
