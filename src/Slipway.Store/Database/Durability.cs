namespace Slipway.Store.Database;

/// <summary>What a power cut may take from a finished transaction.</summary>
internal enum Durability
{
    /// <summary>The last transactions may be gone, the database stays sound: for caches.</summary>
    Relaxed,

    /// <summary>Nothing: for what nobody can compute again.</summary>
    Full,
}
