using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Core.Catalog;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

/// <summary>What a build may use that its digest does not name.</summary>
internal sealed record ClosingPolicy
{
    /// <summary>
    /// The scope that builds; null when it is not known, and then nothing of this machine is trusted.
    /// </summary>
    public IndexScope? Scope { get; init; }

    /// <summary>Whether everything has to be named by its content.</summary>
    public bool IsProtected { get; init; }

    /// <summary>
    /// Whether a name that is not a content's is told: above the lowest level, while no level is protected.
    /// </summary>
    public bool WarnsOfNames { get; init; }

    /// <summary>The frontends, by digest, that read Dockerfiles as Slipway does.</summary>
    public ImmutableHashSet<ImageReference> Frontends { get; init; } = [];

    /// <summary>Whether images that are named by a tag are fetched although the engine has them.</summary>
    public bool Pull { get; init; }

    /// <summary>Whether what anybody's push left in the engine must not get into this build.</summary>
    public bool IsTrusted => Scope is not { } scope || scope.Level > Level.Lowest;
}

/// <summary>What the builds of a push may use.</summary>
internal static class PolicyOfPush
{
    public static ClosingPolicy Of(ImageCatalog catalog, PushContext push, BuildOptions options) => new()
    {
        Scope = push.Scope,
        IsProtected = catalog.Config.Protects(push.Scope.Level),
        WarnsOfNames = catalog.Config.ProtectedLevels.IsEmpty && push.Scope.Level > Level.Lowest,
        Frontends = catalog.Config.Frontends,
        Pull = options.Pull,
    };
}
