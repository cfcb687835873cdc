using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Digests;
using Slipway.Git;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Building;

/// <summary>Says where the sources of builds come from, as the checkout is when they begin.</summary>
internal sealed class BuildSources
{
    /// <summary>Of which nothing is known.</summary>
    public static readonly BuildSources Unknown = new(null, null);

    private readonly BuildSource? _source;
    private readonly UntrackedFiles? _untracked;

    private BuildSources(BuildSource? source, UntrackedFiles? untracked) =>
        (_source, _untracked) = (source, untracked);

    public static async Task<BuildSources> FindAsync(WorkspaceParts parts, CancellationToken cancellationToken)
    {
        try
        {
            using var repository = await GitRepository.FindAsync(parts.Tree.RootPath, cancellationToken);
            if (repository is null)
            {
                return new BuildSources(BuildSource.None, null);
            }

            var address = await repository.FindSourceAsync(cancellationToken);
            if (await repository.TryResolveAsync("HEAD", cancellationToken) is not { } head)
            {
                return new BuildSources(new BuildSource(address?.AbsoluteUri, null, IsChanged: true), null);
            }

            var untracked = await repository.UntrackedAsync(cancellationToken);
            bool isChanged = untracked.Untracked.Count > 0
                || !(await repository.ChangesSinceAsync(head, cancellationToken)).IsEmpty;
            return new BuildSources(new BuildSource(address?.AbsoluteUri, head.Id, isChanged), untracked);
        }
        catch (SlipwayException)
        {
            // What git cannot say is not recorded; a build does not need it.
            return Unknown;
        }
    }

    /// <summary>Where the sources of one image come from; null when that is not known.</summary>
    public BuildSource? Of(ImageInputs inputs) =>
        _source is { IsChanged: false } clean
        && _untracked is { } untracked
        && inputs.Context.Files.Any(file => file.Source is { } entry && untracked.IsIgnored(entry.Path))
            // What git ignores is not committed either.
            ? clean with { IsChanged = true }
            : _source;
}
