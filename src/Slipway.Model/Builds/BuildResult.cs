namespace Slipway.Model.Builds;

/// <summary>How a build ended.</summary>
public enum BuildResult
{
    Succeeded,
    Failed,
    Cancelled,
}
