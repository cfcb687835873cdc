using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Images;
using Slipway.Git;
using Slipway.Git.Revisions;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Rules;

namespace Slipway.Application.Checkouts;

/// <summary>Warns where contexts lack what git has: their digests are no other checkout's.</summary>
internal sealed class LackingSources(WorkspaceParts parts)
{
    /// <summary>Says it of images and their ancestors, where the checkout is one that may lack something.</summary>
    public async Task WarnAsync(IEnumerable<ImageDefinition> images, CancellationToken cancellationToken)
    {
        if (!MayLack(parts.Tree.RootPath))
        {
            return;
        }

        using var repository = await GitRepository.FindAsync(parts.Tree.RootPath, cancellationToken);
        if (repository is not null)
        {
            await WarnAsync(
                repository, parts.Catalog.WithAncestors(images.Select(image => image.Name)), cancellationToken);
        }
    }

    /// <summary>Says it of all images.</summary>
    public Task WarnOfAllAsync(GitRepository repository, CancellationToken cancellationToken) =>
        WarnAsync(repository, [.. parts.Reading.Catalog.ParentsFirst], cancellationToken);

    private async Task WarnAsync(
        GitRepository repository, ImmutableArray<ImageDefinition> images, CancellationToken cancellationToken)
    {
        var lacking = await repository.LackingAsync(cancellationToken);
        foreach (var submodule in lacking.Submodules)
        {
            string[] users =
            [
                .. images.Where(image => ContextSources.Reaches(image, submodule.Path))
                    .Select(image => image.Name.Value),
            ];
            if (users.Length > 0)
            {
                parts.Warn([SubmoduleRule.Problem(submodule.Path, SubmoduleContent.NotCloned, users)]);
            }
        }

        // To know what .dockerignore makes of them the tree is read as git has it, so only those are looked at that
        // some context would reach.
        var reached = lacking.Files
            .Where(file => images.Any(image => ContextSources.Reaches(image, file.Key)))
            .ToFrozenDictionary();
        parts.Warn(HiddenFileRule.Problems(
            await new HiddenSourceReader(parts.Tree, repository).ReadAsync(
                new HiddenFiles(reached, []), parts.Reading.Catalog, images, cancellationToken)));
    }

    private static bool MayLack(string root)
    {
        try
        {
            return PartialCheckout.IsPossible(root);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Git says it better, where it is asked.
            return true;
        }
    }
}
