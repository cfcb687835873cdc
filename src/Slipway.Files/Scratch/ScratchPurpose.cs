namespace Slipway.Files.Scratch;

/// <summary>What a temporary folder is for; it is part of its name.</summary>
public enum ScratchPurpose
{
    /// <summary>What the engine's command writes down about an image that it builds.</summary>
    Build,

    /// <summary>Contexts and archives that Buildah reads and writes.</summary>
    Buildah,

    /// <summary>What the engine's command writes down about a container.</summary>
    Run,

    /// <summary>The socket of a service of Podman.</summary>
    Podman,

    /// <summary>A clone of the tree.</summary>
    Clone,

    /// <summary>The context of a task, and the image that it makes.</summary>
    Task,
}
