using Slipway.Application.Digests;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Images;
using Slipway.Model.Values;

namespace Slipway.Application.Planning;

/// <summary>Finds the name under which an image was built whose folder was renamed since.</summary>
internal static class BuiltName
{
    /// <returns>
    /// The name itself, unless nothing was built under it while something with the same inputs was under another one:
    /// that, and of several first what the tree has no more.
    /// </returns>
    public static async Task<ImageName> OfAsync(
        WorkspaceParts parts, ImageName name, CancellationToken cancellationToken)
    {
        var builds = parts.Store.Builds;
        if (parts.CatalogIfAny is not { Config.Dialect.SharesDigests: true } catalog
            || catalog.Find(name) is null
            || (await builds.ListAsync(name, 1, cancellationToken)).Count > 0)
        {
            return name;
        }

        var digests = new TreeDigests(parts.Tree, catalog, parts.DigestCache);
        return await digests.FindAsync(name, cancellationToken) is { } own
            ? (await builds.ListNamesAsync([own], cancellationToken))
                .Select(built => built.Name)
                .OrderBy(built => catalog.Find(built) is not null)
                .ThenBy(built => built)
                .FirstOrDefault(name)
            : name;
    }
}
