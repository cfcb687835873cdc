using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

/// <summary>What a build may use that its digest does not name.</summary>
internal sealed record ClosingPolicy
{
    /// <summary>The scope that builds; null when it is not known, and then nothing of this machine is trusted.</summary>
    public IndexScope? Scope { get; init; }

    /// <summary>Whether everything has to be named by its content.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Whether a name that is not a content's is told: above the lowest level, while no level is protected.</summary>
    public bool WarnsOfNames { get; init; }

    /// <summary>The frontends, by digest, that read Dockerfiles as Slipway does.</summary>
    public ImmutableHashSet<ImageReference> Frontends { get; init; } = [];

    /// <summary>Whether images that are named by a tag are fetched although the engine has them.</summary>
    public bool Pull { get; init; }

    /// <summary>What to say of a name without registry and tag that means no image of the tree; null for nothing.</summary>
    public Func<string, SourceLocation, Diagnostic?> Unknown { get; init; } = static (_, _) => null;

    /// <summary>Whether what anybody's push left in the engine must not get into this build.</summary>
    public bool IsTrusted => Scope is not { } scope || scope.Level > Level.Lowest;
}
