using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>The <c>slipway</c> scheme: modes folded, links kept, <c>.dockerignore</c> honoured.</summary>
internal sealed class SlipwayContextRules(LinkResolver resolver) : ContextRules(resolver)
{
    /// <summary>What the dialect says to those who collect no files.</summary>
    internal const bool UsesDockerignore = true;

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public override bool HonoursDockerignore => UsesDockerignore;

    public override bool IncludesReplaceFiles => false;

    // It names what the context gave: with it in the context, pushing an image would make it another one.
    public override bool KeepsHash => false;

    public override bool FollowsLinks => false;

    public override bool LeavesOut(TreeEntry entry) => entry.Path.Name switch
    {
        BytecodeFolder => entry.Kind is EntryKind.Folder or EntryKind.Link,

        // A worktree's and a submodule's .git is a file.
        ".git" => true,
        _ => false,
    };

    public override UnixFileMode ModeOf(TreeEntry file) =>
        file.Mode.HasFlag(UnixFileMode.UserExecute) ? Readable | Executable : Readable;

    public override void AddLink(string contextPath, TreeEntry link, ContextRunBuilder run)
    {
        string target = link.LinkTarget!;
        if (target.StartsWith('/'))
        {
            run.Add(
                contextPath,
                link.Path,
                TreeCodes.LinkLeavesRoot,
                $"the link '{link.Path}' points at the absolute path '{target}', which leads outside the root",
                "Make the link relative, or create it in the Dockerfile with RUN ln -s.");
            return;
        }

        if (Resolver.Resolve(link.Path, followLast: true).Kind == ResolutionKind.Outside)
        {
            run.Add(
                contextPath,
                link.Path,
                TreeCodes.LinkLeavesRoot,
                $"the link '{link.Path}' points at '{target}', which leads outside the root",
                "Point the link at something in the tree, or put a copy in its place.");
            return;
        }

        run.AddLink(contextPath, link);
        int slash = contextPath.LastIndexOf('/');
        if (!RelativePath.TryParse($"{(slash < 0 ? "." : contextPath[..slash])}/{target}", out _))
        {
            run.Add(
                contextPath,
                link.Path,
                ContextCodes.LinkLeavesContext,
                $"the link '{link.Path}' points at '{target}', which the build context does not hold",
                "Add the target with '# %include', and point the link at it below topsrcdir/.",
                Severity.Warning);
        }
    }

    public override string IncludePath(string written, RelativePath path) =>
        path.IsRoot ? BuildContext.IncludeFolder : $"{BuildContext.IncludeFolder}/{path.Value}";
}
