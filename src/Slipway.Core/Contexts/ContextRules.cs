using Slipway.Core.Trees;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>In what dialects differ when files are collected (<c>docs/contexts.md</c>).</summary>
/// <param name="resolver">Follows links within the root.</param>
public abstract class ContextRules(LinkResolver resolver)
{
    protected const string BytecodeFolder = "__pycache__";

    protected LinkResolver Resolver { get; } = resolver;

    /// <summary>Whether the image's <c>.dockerignore</c> is looked at.</summary>
    public abstract bool HonoursDockerignore { get; }

    /// <summary>Whether an include may take the place of a file of the image's own folder.</summary>
    public abstract bool IncludesReplaceFiles { get; }

    /// <summary>Whether a registry image's <c>HASH</c> is a part of its context.</summary>
    public abstract bool KeepsHash { get; }

    /// <summary>Whether a link that an include names is followed.</summary>
    public abstract bool FollowsLinks { get; }

    /// <summary>Whether an entry that a folder lists is left out, with all below it.</summary>
    public abstract bool LeavesOut(TreeEntry entry);

    /// <summary>The permission bits of a file in the archive.</summary>
    public abstract UnixFileMode ModeOf(TreeEntry file);

    /// <summary>Adds what a link stands for.</summary>
    public abstract void AddLink(string contextPath, TreeEntry link, ContextRunBuilder run);

    /// <summary>Where an include lands in the context.</summary>
    /// <param name="written">The path as the Dockerfile has it.</param>
    /// <param name="path">The same, normalised.</param>
    public abstract string IncludePath(string written, RelativePath path);
}
