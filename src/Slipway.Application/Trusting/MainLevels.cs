using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Dialects;
using Slipway.Git;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Tree;
using Slipway.Trust.Codes;

namespace Slipway.Application.Trusting;

/// <summary>
/// Holds the level that a checkout gives a project against the one that the main branch gives it: by a lower one a
/// change would be judged by milder lines of the policy.
/// </summary>
internal static class MainLevels
{
    private static readonly RelativePath ConfigFile = RelativePath.Parse(ConfigReader.FileName);

    /// <param name="repository">The checkout, at the root.</param>
    /// <param name="root">The root of the tree.</param>
    /// <param name="project">The project.</param>
    /// <param name="level">The level that counts because of what the checkout says.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <exception cref="SlipwayException">The main branch gives the project a higher one.</exception>
    public static async Task RequireAsync(
        GitRepository repository, string root, string project, Level level, CancellationToken cancellationToken)
    {
        var file = repository.Place.Join(ConfigFile);
        foreach (var branch in await repository.MainBranchesAsync(cancellationToken))
        {
            var entries = await branch.EntriesAsync([file], cancellationToken);
            if (!entries.TryGetValue(file, out var entry) || entry.IsLink)
            {
                continue;
            }

            var tree = new LocalSourceTree(root);
            var committed = await repository.OpenCommittedAsync(
                await repository.ResolveAsync(branch.Name, cancellationToken), tree, cancellationToken);
            // No image is asked about: only what the tree says of itself is read.
            var config = CatalogReader.Read(committed, KnownDialects.All, only: new AskedImages([], static _ => null))
                .Catalog.Config;
            if (config.LevelOf(project) > level)
            {
                throw new SlipwayException(new Diagnostic(
                    TrustCodes.LevelLowered,
                    $"{Display.Text(project)} is of level {config.LevelOf(project)} on {branch.Name}, and of level "
                        + $"{level} in the {ConfigReader.FileName} of this tree",
                    $"Say the level yourself, with --level {config.LevelOf(project)}, or bring what 'levels:' says "
                        + "onto that branch first.",
                    new SourceLocation(ConfigReader.FileName)));
            }
        }
    }
}
