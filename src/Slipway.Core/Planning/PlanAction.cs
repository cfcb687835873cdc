namespace Slipway.Core.Planning;

/// <summary>What a plan does with an image.</summary>
public enum PlanAction
{
    /// <summary>It was found and is used as it is.</summary>
    Reuse,

    /// <summary>It was not found, or it is built on demand.</summary>
    Build,

    /// <summary>It was found, but it is stale on purpose, and is built again.</summary>
    Expired,
}
