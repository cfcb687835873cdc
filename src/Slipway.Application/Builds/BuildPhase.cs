namespace Slipway.Application.Builds;

/// <summary>What is being done with an image that is built.</summary>
public enum BuildPhase
{
    /// <summary>Its parents are made available in the engine.</summary>
    Parents,

    /// <summary>The engine builds it.</summary>
    Building,

    /// <summary>Its layers go into the store.</summary>
    Storing,

    /// <summary>It is put into the index.</summary>
    Indexing,
}
