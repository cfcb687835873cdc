using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>Where a file of a context comes from.</summary>
/// <param name="TreePath">The file below the root of the tree.</param>
/// <param name="Kind">What brings it in.</param>
/// <param name="Line">The line of the include; null for the image's own files, and for an include that is gone.</param>
public sealed record FileOrigin(RelativePath TreePath, OriginKind Kind, SourceLocation? Line);

/// <summary>What brings a file into a context.</summary>
public enum OriginKind
{
    /// <summary>The image's own folder.</summary>
    Folder,

    /// <summary>It is the Dockerfile, its directives expanded.</summary>
    Dockerfile,

    /// <summary>A line <c># %include</c>.</summary>
    Include,

    /// <summary>A line <c># %include-run-task</c>.</summary>
    RunTask,

    /// <summary>It is the patch of packages.</summary>
    Patch,
}
