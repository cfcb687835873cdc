using System.Collections.Immutable;
using Slipway.Application.Builds;
using Slipway.Core.Catalog;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Model.Values;

namespace Slipway.Cli.Ci;

/// <summary>The build secrets that the job of each image is given, by their ids.</summary>
/// <param name="catalog">Says which image asks for what, and where it is.</param>
/// <param name="environment">Where the jobs will run.</param>
internal sealed class JobSecrets(ImageCatalog catalog, string environment)
{
    /// <summary>
    /// Options of <c>slipway build</c>; empty when neither the image nor one that it is built on asks for a secret. A
    /// job builds parents that it does not find.
    /// </summary>
    public ImmutableArray<string> OptionsOf(ImageName image) =>
    [
        .. catalog.WithAncestors([image])
            .SelectMany(needed => needed.Secrets)
            .Where(HasPlace)
            .Distinct(StringComparer.Ordinal)
            .SelectMany(id => new[] { "--secret", id }),
    ];

    /// <summary>What jobs will fail for.</summary>
    public IEnumerable<Diagnostic> Problems(BuildPlan plan) =>
        from planned in plan.ToBuild
        let image = catalog[planned.Name]
        from id in image.Secrets
        where !HasPlace(id)
        select new Diagnostic(
            BuildCodes.SecretUnplaced,
            $"The job of {image.Name} will lack the build secret '{id}': slipway.yml does not say where it is in "
            + environment,
            $"Write below 'secrets:' of slipway.yml where it is: '{id}: {{ {environment}: {{ env: VARIABLE }} }}'.",
            image.Location,
            Severity.Warning);

    private bool HasPlace(string id) =>
        catalog.Config.Secrets.GetValueOrDefault(id)?.For([environment, SecretEnvironments.Ci]) is not null;
}
