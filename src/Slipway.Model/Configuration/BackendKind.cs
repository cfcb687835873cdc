namespace Slipway.Model.Configuration;

/// <summary>Where images are found and kept.</summary>
public enum BackendKind
{
    /// <summary>The store of this machine.</summary>
    Embedded,

    /// <summary>Taskcluster's services, with the store of this machine before them.</summary>
    Taskcluster,
}
