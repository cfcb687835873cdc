using Slipway.Model.Diagnostics;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>In what dialects differ when they read a Dockerfile; the default is Slipway's own way.</summary>
public sealed record DockerfileRules
{
    /// <summary>Slipway's own: what would be read in two ways is an error.</summary>
    public static readonly DockerfileRules Strict = new();

    /// <summary>
    /// For Dockerfiles that no tree's dialect decides about, such as that of a packed context, which any program may
    /// have made.
    /// </summary>
    public static readonly DockerfileRules Tolerant = new()
    {
        HasUniversalNewlines = true,
        ReferenceSeverity = Severity.Warning,
    };

    /// <summary>
    /// Whether a carriage return without a line feed ends a line too, as in text files that Python opens.
    /// </summary>
    public bool HasUniversalNewlines { get; init; }

    /// <summary>
    /// Whether <c># %ARG DOCKER_IMAGE_PARENT</c> is an argument as any other, with no value of its own.
    /// </summary>
    public bool HasPlainParentArgument { get; init; }

    /// <summary>Whether a value with a backslash cannot be put in.</summary>
    public bool RefusesBackslashes { get; init; }

    /// <summary>Whether <c># %include</c> without a path means the root.</summary>
    public bool TakesEmptyIncludes { get; init; }

    /// <summary>Whether what <c># %include-run-task</c> brings goes on where an unfinished last line ends.</summary>
    public bool ContinuesUnfinishedLine { get; init; }

    /// <summary>What <c># %include-run-task</c> stands for.</summary>
    public RunTaskForm RunTask { get; init; } = RunTaskForm.Taskgraph;

    /// <summary>The file that says what an image is, for those who are to change it there.</summary>
    public string ImagesFile { get; init; } = "slipway.yml";

    /// <summary>The key of that file below which images stand by their names.</summary>
    public string ImagesKey { get; init; } = "images";

    /// <summary>The key that says what an image is for, for those who are to change it there.</summary>
    public string PlatformKey { get; init; } = "platform";

    /// <summary>Where that key stands.</summary>
    public string PlatformPlace { get; init; } = "below 'images:' in slipway.yml";

    /// <summary>How bad a reference is that cannot be one.</summary>
    public Severity ReferenceSeverity { get; init; } = Severity.Error;
}
