using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Core.Catalog;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Model.Text;

namespace Slipway.Application.Building;

/// <summary>
/// Checks the secrets that were handed over against those that images ask for, before anything is built.
/// </summary>
public static class SecretRules
{
    /// <summary>Whether an image that is to be built asks for the secret.</summary>
    public static bool IsUsed(ImageCatalog catalog, BuildPlan plan, BuildSecret secret) =>
        plan.ToBuild.Any(planned => catalog[planned.Name].Secrets.Contains(secret.Id));

    /// <exception cref="SlipwayException">An image to build asks for a secret that was not given, or a given one is
    /// asked for by no image of the tree.</exception>
    public static void Check(ImageCatalog catalog, BuildPlan plan, ImmutableArray<BuildSecret> given)
    {
        var problems = new DiagnosticBag();
        foreach (var image in plan.ToBuild.Select(planned => catalog[planned.Name]))
        {
            foreach (string id in image.Secrets.Where(id => given.All(secret => secret.Id != id)))
            {
                problems.Add(new Diagnostic(
                    BuildCodes.SecretMissing,
                    $"{image.Name} asks for the build secret '{id}', which was not given",
                    catalog.Config.Secrets.ContainsKey(id)
                        ? $"slipway.yml says where it is: add `--secret {id}`."
                        : $"Give it with `--secret id={id},src=FILE` or `--secret id={id},env=VARIABLE`.",
                    image.Location));
            }
        }

        var known = catalog.ParentsFirst.SelectMany(image => image.Secrets).ToHashSet(StringComparer.Ordinal);
        foreach (var secret in given.Where(secret => !known.Contains(secret.Id)))
        {
            string remedy = NearestName.Find(secret.Id, known) is { } nearest
                ? $"Did you mean '{nearest}'?"
                : "List it under `secrets:` of the image in slipway.yml.";
            // A word alone may be a value that somebody took for one; nobody would look for it in an error.
            string which = secret.IsNamedOnly ? "that --secret names" : $"'{secret.Id}'";
            problems.Add(new Diagnostic(
                BuildCodes.SecretUnused, $"No image asks for the build secret {which}", remedy));
        }

        problems.ThrowIfErrors();
    }
}
