namespace Slipway.Model.Images;

/// <summary>Where an image lives.</summary>
public enum ImageKind
{
    /// <summary>Built when its inputs change and found by digest.</summary>
    Task,

    /// <summary>Has a <c>VERSION</c> file: published in a registry under a version.</summary>
    Registry,

    /// <summary>No image, but packages that images install; only a task of Taskcluster builds them.</summary>
    Package,
}
