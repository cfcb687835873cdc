namespace Slipway.Core.Builds;

/// <summary>How a build ended.</summary>
public enum BuildResult
{
    Succeeded,
    Failed,
    Cancelled,
}
