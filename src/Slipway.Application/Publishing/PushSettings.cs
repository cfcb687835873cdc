using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Storage;

namespace Slipway.Application.Publishing;

/// <summary>How a push plan is carried out.</summary>
public sealed record PushSettings
{
    /// <summary>How layers are compressed.</summary>
    public LayerFormat Format { get; init; } = LayerFormat.Gzip;

    /// <summary>Published images whose layers those to push may share: parents, and what <c>HASH</c> pins.</summary>
    public ImmutableArray<ImageReference> Related { get; init; } = [];

    /// <summary><c>os/architecture[/variant]</c> of all of them.</summary>
    public required string Platform { get; init; }

    /// <summary>
    /// How long after a version was set it is looked at again. A registry lets two pushes set it at once, and the later one
    /// wins; the earlier one has to find out, so this must be longer than the other's look and its setting are apart.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);
}
