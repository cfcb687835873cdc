using Slipway.Application.Indexing;
using Slipway.Application.Requests;
using Slipway.Application.Running;
using Slipway.Application.Vouching;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Digests;
using Slipway.Core.Planning;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Application.Statements;

/// <summary>Finds the image that a person means, in the store or in a registry.</summary>
/// <param name="parts">The workspace.</param>
/// <param name="isFetched">
/// Whether an image that is only in a shared registry is fetched into the store; else it is looked at where it is.
/// </param>
internal sealed class ImageSubjects(WorkspaceParts parts, bool isFetched)
{
    /// <summary>The image of a registry that a text names; null when it does not name a registry.</summary>
    /// <exception cref="SlipwayException">It names a registry, and no image of one.</exception>
    public static ImageReference? ReferenceOf(string what)
    {
        int slash = what.IndexOf('/', StringComparison.Ordinal);
        // As with repositories: a host has a dot, a port, or is localhost.
        if (slash <= 0 || (what.AsSpan(0, slash).IndexOfAny('.', ':') < 0 && what[..slash] != "localhost"))
        {
            return null;
        }

        return ImageReference.TryParse(what, out var reference)
            ? reference
            : throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                $"{Display.Text(what)} names no image of a registry",
                "Write host/repository:tag or host/repository@sha256:…."));
    }

    /// <summary>Whether a text names an image of the store, and not what only Taskcluster knows.</summary>
    public async Task<bool> IsOfStoreAsync(string what, CancellationToken cancellationToken) =>
        IsDigest(what)
        || (parts.MeansImage(what) ? parts.BackendKind != BackendKind.Taskcluster
            : BuildId.TryParse(what, out var build)
                ? await parts.StoreToRead.Builds.FindAsync(build, cancellationToken) is not null
            : parts.BackendKind != BackendKind.Taskcluster
                && (!IsNamespace(what)
                    || await parts.Index.FindAsync(
                        NamespaceArgument.Parse(what), cancellationToken) is not null));

    /// <summary>The image of the store that a text names.</summary>
    /// <param name="what">
    /// The digest of an image (its ID, or what its inputs have), a namespace, a build, or an image of the tree.
    /// </param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="SlipwayException">There is none.</exception>
    public async Task<StoredImage> FindAsync(string what, CancellationToken cancellationToken)
    {
        if (IsDigest(what))
        {
            return await FindByDigestAsync(what, cancellationToken)
                ?? throw new SlipwayException(new Diagnostic(
                    IndexCodes.NotFound,
                    $"This store has no image {what}, and none with such inputs",
                    "Run `slipway list` to see what is there, or name an image of the tree."));
        }

        LoadRequest request = parts.MeansImage(what) ? new LoadRequest.OfTree(what)
            : BuildId.TryParse(what, out _) ? new LoadRequest.OfBuild(what)
            : IsNamespace(what) ? new LoadRequest.OfNamespace(what)
            : new LoadRequest.OfTree(what);
        return await FindAsync(finder => finder.FindAsync(request, cancellationToken));
    }

    /// <summary>An image of the tree that was planned.</summary>
    /// <param name="planned">The image.</param>
    /// <param name="inputs">What it and its ancestors are made of.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="SlipwayException">There is none.</exception>
    public Task<StoredImage> FindAsync(
        PlannedImage planned,
        IReadOnlyDictionary<ImageName, ImageInputs> inputs,
        CancellationToken cancellationToken) =>
        FindAsync(finder => finder.FindAsync(planned, inputs, cancellationToken));

    private async Task<StoredImage> FindAsync(Func<LoadTargetFinder, Task<LoadTarget>> find)
    {
        var finder = new LoadTargetFinder(parts, mayBeRemote: !isFetched, isUsed: false);
        var target = await find(finder);
        FoundBy = finder.FoundBy;
        Scope = finder.Scope;
        Found = finder.Found! with { Image = finder.Found.Image with { ImageHash = target.Image.ImageHash } };
        return target.Image;
    }

    /// <summary>What was found last, and as what; null for what was named by its digest.</summary>
    public UsedImage? Found { get; private set; }

    /// <inheritdoc cref="LoadTargetFinder.FoundBy"/>
    public (IndexEntry Entry, string Index)? FoundBy { get; private set; }

    /// <summary>The scope that the entry is of which led to what was found last; null where none did.</summary>
    public IndexScope? Scope { get; private set; }

    /// <summary>What was signed about the image that was found last, wherever the image is.</summary>
    public IStatementSource StatementsOf(StoredImage image) => parts.StatementPlaces.Everywhere(
        Found ?? new UsedImage(new BuiltImage(BuildId.New(), image.ImageHash)));

    /// <summary>What a reference leads to.</summary>
    /// <exception cref="SlipwayException">There is nothing, or the registry failed.</exception>
    public async Task<RegistryManifest> FindAsync(ImageReference reference, CancellationToken cancellationToken) =>
        await parts.Registry.FindManifestAsync(reference, cancellationToken)
        ?? throw new SlipwayException(new Diagnostic(
            RegistryCodes.NotFound,
            $"{Display.Text(reference.ToString())} is not in its registry",
            "Check the name and the tag, and whether you are logged in."));

    private static bool IsNamespace(string what) => what.Contains('.', StringComparison.Ordinal);

    private static bool IsDigest(string what) => Sha256Digest.TryParse(what, out _);

    private async Task<StoredImage?> FindByDigestAsync(string what, CancellationToken cancellationToken)
    {
        var digest = Sha256Digest.Parse(what);
        if (await parts.Store.Images.FindAsync(new ImageHash(digest), cancellationToken) is { } image)
        {
            return image;
        }

        const int Enough = 100;
        foreach (var record in await parts.Store.Builds.ListByDigestAsync(
            digest.ToString(), Enough, cancellationToken))
        {
            if (record.ImageHash is { } hash
                && parts.Push.Scope.Trusts(record.Scope)
                && await parts.Store.Images.FindAsync(hash, cancellationToken) is { } built)
            {
                return built;
            }
        }

        return null;
    }
}
