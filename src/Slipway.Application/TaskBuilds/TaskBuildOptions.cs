using Slipway.Application.Signing;
using Slipway.Model.Storage;

namespace Slipway.Application.TaskBuilds;

/// <summary>What a person asks of the build in a task.</summary>
public sealed record TaskBuildOptions
{
    /// <summary>Where taskgraph's tasks have their artifact.</summary>
    public const string DefaultOutput = "/workspace/out/image.tar.zst";

    /// <summary>Where <c>taskgraph build-image</c> mounts a context that it has on the machine.</summary>
    public const string MountedContext = "/workspace/context.tar.gz";

    /// <summary>Where it mounts a parent.</summary>
    public const string MountedParent = "/workspace/parent.tar";

    /// <summary>The context as a file; null for what is mounted, else for the artifact of a task.</summary>
    public string? Context { get; init; }

    /// <summary>The parent as a file; null for what is mounted, else for the image of a task.</summary>
    public string? Parent { get; init; }

    /// <summary>The file to write.</summary>
    public required string Output { get; init; }

    /// <summary>Whether the file is made an artifact of this task here.</summary>
    public bool Upload { get; init; }

    /// <summary>With which key what the task made is signed, where the worker does not sign it.</summary>
    public SigningRequest Signing { get; init; } = new();
}

/// <summary>What an image's task made.</summary>
/// <param name="Image">The image and its layers.</param>
/// <param name="Tag">The tag under which the archive holds it.</param>
public sealed record TaskBuildResult(EngineImageLayers Image, string Tag, PackedImage File)
{
    /// <summary>What was written down about the task; null when its worker does that, or nobody asked.</summary>
    public WrittenChainOfTrust? ChainOfTrust { get; init; }
}
