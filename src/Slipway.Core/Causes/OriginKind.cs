namespace Slipway.Core.Causes;

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
}
