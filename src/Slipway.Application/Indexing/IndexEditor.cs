using System.Collections.Immutable;
using Slipway.Application.Planning;
using Slipway.Application.Requests;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Indexing;

/// <summary>Reads and changes the index that the backend shares with others, as a person browses it.</summary>
public sealed class IndexEditor
{
    private readonly WorkspaceParts _parts;

    internal IndexEditor(WorkspaceParts parts) => _parts = parts;

    /// <summary>The entry of a namespace, as it stands, whether it is true or not.</summary>
    /// <param name="text">
    /// A namespace; or an image of the tree, for the entry under which its present digest is found.
    /// </param>
    /// <param name="cancellationToken">Stops the look-up.</param>
    /// <exception cref="SlipwayException">There is none.</exception>
    public async Task<IndexEntry> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (IndexNamespace.TryParse(text, out var ns)
            && await _parts.SharedIndex.FindAsync(ns, cancellationToken) is { } entry)
        {
            return entry;
        }

        return _parts.MeansImage(text)
            ? await OfImageAsync(_parts.Require(text), cancellationToken)
            : throw NotFound(NamespaceArgument.ParsePlace(text));
    }

    private async Task<IndexEntry> OfImageAsync(ImageDefinition image, CancellationToken cancellationToken)
    {
        var (plan, _) = await new PlanMaker(_parts).PlanAsync([image], force: false, cancellationToken);
        var planned = plan.Images.Single(candidate => candidate.Name == image.Name);
        return planned.Found?.Entry ?? throw new SlipwayException(new Diagnostic(
            IndexCodes.NotFound,
            $"{image.Name} with the digest {planned.Digest} is not in the index",
            $"Run `slipway build {image.Name}` to make it, or `slipway plan {image.Name}` to see why it is not "
            + "there."));
    }

    /// <summary>What is below a namespace.</summary>
    /// <param name="ns">The namespace; null for the top.</param>
    /// <param name="everything">Whether every entry below is listed, and not only those one step down.</param>
    public Task<IndexListing> ListAsync(string? ns, bool everything, CancellationToken cancellationToken) =>
        ListAsync(ns is null ? (IndexNamespace?)null : NamespaceArgument.ParsePlace(ns), everything, cancellationToken);

    /// <summary>Finds the build that a namespace is to point to.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="build">The id of a build; on Taskcluster of a task.</param>
    /// <exception cref="SlipwayException">There is no such build, or it must not have this name.</exception>
    public async Task<IndexInsertion> PrepareAsync(string ns, string build, CancellationToken cancellationToken)
    {
        var parsed = NamespaceArgument.Parse(ns);
        var found = await IndexableBuild.FindAsync(_parts, build, cancellationToken);
        RequireTrust(parsed, found);
        return new IndexInsertion(parsed, found);
    }

    /// <summary>Points a namespace at a build.</summary>
    /// <returns>The entry that stands now, which is another one when its rank is higher.</returns>
    public async Task<IndexEntry> InsertAsync(IndexInsertion insertion, CancellationToken cancellationToken)
    {
        var entry = insertion.ToEntry(_parts.Clock.GetUtcNow());
        if (_parts.BackendKind == BackendKind.Registry)
        {
            await ShareAsync(insertion, entry, cancellationToken);
        }

        return await _parts.SharedIndex.InsertAsync(entry, cancellationToken);
    }

    /// <summary>Where images are shared an entry leads to one only when that is in the same repository.</summary>
    /// <exception cref="SlipwayException">The image is gone.</exception>
    private async Task ShareAsync(IndexInsertion insertion, IndexEntry entry, CancellationToken cancellationToken)
    {
        var build = insertion.Build;
        var record = await _parts.Builds.FindAsync(build.Id, cancellationToken);
        var stored = record is null
            ? null
            : await _parts.Source.FetchAsync(new BuiltImage(build.Id, record.ImageHash), null, cancellationToken);
        if (record is null || stored is null)
        {
            throw new SlipwayException(new Diagnostic(
                IndexCodes.ImageMissing,
                $"The image of build {build.Id} is gone",
                "Run `slipway build` to make it anew, and index that build."));
        }

        await _parts.Shared.Sharing.ShareAsync(new SharedBuild(record, stored, entry), null, cancellationToken);
    }

    /// <summary>Removes an entry; its image stays.</summary>
    /// <returns>The namespace.</returns>
    /// <exception cref="SlipwayException">There is none, or this push may not remove it.</exception>
    public async Task<IndexNamespace> DeleteAsync(string ns, CancellationToken cancellationToken)
    {
        var parsed = NamespaceArgument.Parse(ns);
        RequireTrust(parsed, _parts.Push.Scope);
        return await _parts.SharedIndex.DeleteAsync(parsed, cancellationToken) ? parsed : throw NotFound(parsed);
    }

    private async Task<IndexListing> ListAsync(
        IndexNamespace? below, bool everything, CancellationToken cancellationToken)
    {
        var index = _parts.SharedIndex;
        var namespaces = await index.ListNamespacesAsync(below, cancellationToken);
        var entries = (await index.ListEntriesAsync(below, cancellationToken)).ToList();
        if (!everything)
        {
            return new IndexListing([.. namespaces], [.. entries]);
        }

        foreach (var ns in namespaces)
        {
            entries.AddRange((await ListAsync(ns, everything, cancellationToken)).Entries);
        }

        return new IndexListing([], [.. entries]);
    }

    /// <summary>Who may not write under a name may not take it away either.</summary>
    private static void RequireTrust(IndexNamespace ns, IndexScope scope)
    {
        if (!NamespaceClaims.AllowsWriting(ns, scope))
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.LevelTooLow,
                $"A push {ScopeText.Of(scope)} cannot delete {ns}",
                $"Say `--level {NamespaceClaims.HighestLevel(ns)}`, or `--project`, where that level is trusted."));
        }
    }

    /// <summary>A build never gets a name that speaks of a higher level, or of another digest.</summary>
    private static void RequireTrust(IndexNamespace ns, IndexableBuild build)
    {
        if (!NamespaceClaims.AllowsWriting(ns, build.Scope))
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.LevelTooLow,
                $"Build {build.Id} was made {ScopeText.Of(build.Scope)} and cannot be indexed as {ns}",
                "Build it with `--level N` where that level is trusted."));
        }

        if (build.Digest is { } built && NamespaceClaims.Digests(ns).Any(digest => digest != built))
        {
            throw new SlipwayException(new Diagnostic(
                IndexCodes.OtherDigest,
                $"Build {build.Id} has the digest {built}, not the one that {ns} names",
                "Name the build's own digest, or use a namespace without one."));
        }
    }

    private static SlipwayException NotFound(IndexNamespace ns) => new(new Diagnostic(
        IndexCodes.NotFound, $"{ns} is not in the index", "Run `slipway index list` to see what is there."));
}

/// <summary>What is below a namespace of the index.</summary>
/// <param name="Namespaces">What goes on below, one step on; none when every entry is listed.</param>
public sealed record IndexListing(ImmutableArray<IndexNamespace> Namespaces, ImmutableArray<IndexEntry> Entries);

/// <summary>A namespace and the build that it may point to.</summary>
public sealed record IndexInsertion(IndexNamespace Namespace, IndexableBuild Build)
{
    /// <summary>Says which of two entries stands; an equal or higher one replaces.</summary>
    public long Rank { get; init; } = Build.Rank;

    /// <summary>How long the entry stays.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromDays(28);

    internal IndexEntry ToEntry(DateTimeOffset now) => new(Namespace, Build.Id, Rank, now + Life, Build.Data);
}
