using Slipway.Core.Contexts;
using Slipway.Core.Trees;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Dialects.Taskgraph;

/// <summary>
/// The <c>taskgraph</c> scheme: the bits on disk, links followed, <c>.dockerignore</c> not looked at.
/// </summary>
/// <remarks>
/// What is collected is what taskgraph collects, file for file
/// (https://github.com/taskcluster/taskgraph/blob/main/src/taskgraph/util/docker.py), except that a link which leads
/// out of the tree is an error.
/// </remarks>
internal sealed class TaskgraphContextRules(LinkResolver resolver) : ContextRules(resolver)
{
    /// <summary>What the dialect says to those who collect no files.</summary>
    internal const bool UsesDockerignore = false;

    public override bool HonoursDockerignore => UsesDockerignore;

    public override bool IncludesReplaceFiles => true;

    public override bool KeepsHash => true;

    public override bool FollowsLinks => true;

    public override bool LeavesOut(TreeEntry entry) =>
        entry.Path.Name == BytecodeFolder && entry.Kind == EntryKind.Folder;

    public override UnixFileMode ModeOf(TreeEntry file) => file.Mode;

    public override void AddLink(string contextPath, TreeEntry link, ContextRunBuilder run)
    {
        var resolution = Resolver.Resolve(link.Path, followLast: true);
        switch (resolution)
        {
            case { Kind: ResolutionKind.Outside }:
                run.Add(
                    contextPath,
                    link.Path,
                    TreeCodes.LinkLeavesRoot,
                    $"the link '{link.Path}' points at '{link.LinkTarget}', which leads outside the root",
                    "Point the link at something in the tree, or put a copy in its place.");
                break;
            case { Entry: null }:
                run.Add(
                    contextPath,
                    link.Path,
                    TreeCodes.LinkNotFollowed,
                    $"the link '{link.Path}' points at '{link.LinkTarget}', which leads nowhere",
                    "Create what it points at, or remove the link.");
                break;
            case { Entry.Kind: EntryKind.File }:
                run.AddFile(contextPath, resolution.Entry, ModeOf(resolution.Entry));
                break;
            case { Entry.Kind: EntryKind.Special }:
                run.AddSpecial(contextPath, resolution.Entry);
                break;
            default:
                // A link to a folder is what os.walk lists among the folders and does not descend into.
                break;
        }
    }

    public override string IncludePath(string written, RelativePath path) =>
        $"{BuildContext.IncludeFolder}/{written}";
}
