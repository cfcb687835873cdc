using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Text;
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

    /// <summary>
    /// What to say of a name without registry and tag that means no image of the tree; null for nothing.
    /// </summary>
    public Func<string, SourceLocation, Diagnostic?> Unknown { get; init; } = static (_, _) => null;

    /// <summary>Whether what anybody's push left in the engine must not get into this build.</summary>
    public bool IsTrusted => Scope is not { } scope || scope.Level > Level.Lowest;
}

/// <summary>What the builds of a push may use.</summary>
internal static class PolicyOfPush
{
    // The distance of two words costs the product of their lengths.
    private const int MaximumCandidates = 2_000;

    public static ClosingPolicy Of(ImageCatalog catalog, PushContext push, BuildOptions options) => new()
    {
        Scope = push.Scope,
        IsProtected = catalog.Config.Protects(push.Scope.Level),
        WarnsOfNames = catalog.Config.ProtectedLevels.IsEmpty && push.Scope.Level > Level.Lowest,
        Frontends = catalog.Config.Frontends,
        Pull = options.Pull,
        Unknown = (name, location) => Unknown(catalog, name, location),
    };

    private static Diagnostic? Unknown(ImageCatalog catalog, string name, SourceLocation location)
    {
        if (!ImageName.TryParse(name, out var bare)
            || catalog.Config.External.Contains(name)
            || catalog.Find(bare) is not null)
        {
            return null;
        }

        string? nearest = NearestName.Find(
            name, catalog.ParentsFirst.Take(MaximumCandidates).Select(image => image.Name.Value));
        return new Diagnostic(
            BuildCodes.NameUnknown,
            $"'{name}' is no image of this tree, so the engine's image of that name is used, or that of its registry",
            (nearest is null ? string.Empty : $"Did you mean '{nearest}'? If not: ")
            + $"Write a tag ('{name}:latest'), or list '{name}' below 'external:' in slipway.yml.",
            location,
            Severity.Warning);
    }
}
