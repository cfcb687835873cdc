using Slipway.Model.Streams;

namespace Slipway.Store.Settings;

/// <summary>How a store is opened.</summary>
public sealed record StoreOptions
{
    /// <summary>The store's folder; <see cref="StoreLocation"/> has the default.</summary>
    public required string Home { get; init; }

    /// <summary>The clock by which entries expire.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// The version of the program, which the store remembers so that an older one can be told which it needs.
    /// </summary>
    public string? Program { get; init; }

    /// <summary>The variable that says that others are meant to write the default store.</summary>
    public const string SharedVariable = "SLIPWAY_SHARED_STORE";

    /// <summary>Whether others are meant to write the store, and are trusted with all that is in it.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether writing is refused. A folder that cannot be written is opened so without being told.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The largest layer taken in, in bytes uncompressed. Bounds what a hostile archive expands to.</summary>
    public long MaximumLayerSize { get; init; } = 64L << 30;

    /// <summary>
    /// What the layers of one archive may expand to together, in bytes. The limit of a layer alone would be multiplied
    /// by their number.
    /// </summary>
    public long MaximumExpandedSize { get; init; } = 256L << 30;

    /// <summary>What compressed archives and layers may expand to, held against their compressed size.</summary>
    public ExpansionLimit Expansion { get; init; } = ExpansionLimit.Default;

    /// <summary>The largest archive read, in bytes.</summary>
    public long MaximumArchiveSize { get; init; } = 256L << 30;
}
