using Slipway.Application.Builds;
using Slipway.Core.Catalog;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Closing;

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
        if (!ImageName.TryParse(name, out var bare) || catalog.Config.External.Contains(name) || catalog.Find(bare) is not null)
        {
            return null;
        }

        string? nearest = NearestName.Find(name, catalog.ParentsFirst.Take(MaximumCandidates).Select(image => image.Name.Value));
        return new Diagnostic(
            BuildCodes.NameUnknown,
            $"'{name}' is no image of this tree, so the engine's image of that name is used, or that of its registry",
            (nearest is null ? string.Empty : $"Did you mean '{nearest}'? If not: ")
            + $"Write a tag ('{name}:latest'), or list '{name}' below 'external:' in slipway.yml.",
            location,
            Severity.Warning);
    }
}
