using System.Collections.Immutable;
using Slipway.Application.Building;
using Slipway.Application.Indexing;
using Slipway.Application.Planning;
using Slipway.Application.Requests;
using Slipway.Application.Vouching;
using Slipway.Application.Wording;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Digests;
using Slipway.Core.Lookup;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Engines.Loading;
using Slipway.Model.Builds;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Sharing.Images;
using Slipway.Trust.Statements;

namespace Slipway.Application.Running;

/// <summary>Finds what <c>load</c> is asked for.</summary>
/// <param name="parts">The workspace.</param>
/// <param name="mayBeRemote">Whether an image that is only in a shared registry is left there for the engine to read.
/// </param>
/// <param name="isUsed">Whether it is used, so that somebody has to vouch for it; else it is only looked at.</param>
/// <param name="loading">The engine that the image is for, which reads it while it is fetched; null for none.</param>
internal sealed class LoadTargetFinder(
    WorkspaceParts parts,
    bool mayBeRemote = false,
    bool isUsed = true,
    Func<CancellationToken, Task<EngineImages>>? loading = null)
{
    private const string StorePlace = "store";

    private RemoteImage? _remote;

    /// <summary>What was found, and as what; null before.</summary>
    public UsedImage? Found { get; private set; }

    /// <summary>The scope of the entry that led to it; null when none did.</summary>
    public IndexScope? Scope { get; private set; }

    /// <summary>The entry of a namespace that led to it, and which index that is of; null when none did.</summary>
    public (IndexEntry Entry, string Index)? FoundBy { get; private set; }

    /// <exception cref="SlipwayException">There is no such image, or the push may not use it.</exception>
    public Task<LoadTarget> FindAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        // Where there is no store nothing is found, which must not read as if the image were not built.
        _ = parts.Store;
        return request switch
        {
            LoadRequest.OfTree tree => OfTreeAsync(tree.Image, cancellationToken),
            LoadRequest.OfDigest other => OfDigestAsync(other.Image, other.Digest, cancellationToken),
            LoadRequest.OfBuild build => OfBuildAsync(build.Id, cancellationToken),
            LoadRequest.OfNamespace ns => OfNamespaceAsync(ns.Namespace, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(request)),
        };
    }

    /// <summary>An image of the tree that was planned.</summary>
    /// <param name="planned">The image.</param>
    /// <param name="inputs">What it and its ancestors are made of.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">There is no such image.</exception>
    public Task<LoadTarget> FindAsync(
        PlannedImage planned,
        IReadOnlyDictionary<ImageName, ImageInputs> inputs,
        CancellationToken cancellationToken) => planned.Found is { } found
            ? TargetAsync(
                found.Entry,
                planned.Name,
                planned.Digest,
                new Asked(planned.Name, UsedImage.TreeOf(parts.Catalog, inputs)),
                cancellationToken)
            : throw NotFound($"{planned.Name} with the digest {planned.Digest}", planned.Name);

    /// <summary>The image whose digest the tree has now.</summary>
    private async Task<LoadTarget> OfTreeAsync(string imageName, CancellationToken cancellationToken)
    {
        var image = parts.RequireImage(imageName);
        for (bool isAgain = false; ; isAgain = true)
        {
            var (plan, inputs) = await new PlanMaker(parts).PlanForEngineAsync(
                [image], force: false, cancellationToken);
            var planned = plan.Images.Single(candidate => candidate.Name == image.Name);
            try
            {
                return await FindAsync(planned, inputs, cancellationToken);
            }
            catch (SlipwayException gone)
                when (!isAgain
                    && parts.BackendKind == BackendKind.Registry
                    && gone.Diagnostics[0].Code == IndexCodes.ImageMissing)
            {
                // The plan went by what the registry had answered some minutes ago; now it is asked.
            }
        }
    }

    /// <summary>Another digest of an image.</summary>
    private async Task<LoadTarget> OfDigestAsync(
        string imageName, string digestText, CancellationToken cancellationToken)
    {
        var image = parts.RequireImage(imageName);
        if (!InputsDigest.TryParse(digestText, out var digest))
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                $"'{digestText}' is not a digest",
                "Give 64 hexadecimal digits, as `slipway hash` prints them."));
        }

        var naming = new IndexNaming(parts.Catalog.Config);
        IndexQuestion[] questions = [.. naming.ReadableScopes(parts.Push)
            .Select(scope => new IndexQuestion(naming.Hash(image.Name, digest, scope), scope, digest))];
        var reader = new IndexReader(parts.Index, parts.Source)
        {
            NeedsDigests = await parts.Guards.NeedsDigestsAsync(parts.Push.Level, cancellationToken),
        };
        return await reader.FindAsync(questions, null, cancellationToken) is { } found
            ? await TargetAsync(
                found.Entry, image.Name, digest, Asked.Of(image.Name, digest), cancellationToken)
            : throw NotFound($"{image.Name} with the digest {digest}", image.Name);
    }

    /// <summary>What a build made.</summary>
    private async Task<LoadTarget> OfBuildAsync(string idText, CancellationToken cancellationToken)
    {
        var record = BuildId.TryParse(idText, out var id)
            ? await parts.Builds.FindAsync(id, cancellationToken)
            : null;
        if (record is not { Result: BuildResult.Succeeded, ImageHash: { } hash })
        {
            return parts.BackendKind == BackendKind.Taskcluster && TaskId.TryParse(idText, out var task)
                ? await OfTaskAsync(task, cancellationToken)
                : throw NotFound($"A build '{idText}' that made an image", null);
        }

        RequireTrust(record.Scope, $"Build {record.Id}");
        return new LoadTarget(
            $"{record.Image} of build {record.Id}",
            record.Image,
            await FetchAsync(
                new BuiltImage(record.Id, hash),
                $"build {record.Id}",
                await Asked.AsRecordedAsync(parts, record.Image, record.Digest, cancellationToken),
                cancellationToken),
            LocalTags.Of(record.Image, record.Digest, parts.CatalogIfAny, parts.Push))
        {
            Build = record.Id,
            Remote = _remote,
        };
    }

    /// <summary>What a task made.</summary>
    private async Task<LoadTarget> OfTaskAsync(TaskId task, CancellationToken cancellationToken)
    {
        var definition = await parts.Taskcluster.Queue.FindDefinitionAsync(task, cancellationToken)
            ?? throw new SlipwayException(new Diagnostic(
                IndexCodes.NotFound,
                $"There is no task {task}, or it has expired",
                "Look at the id, and at TASKCLUSTER_ROOT_URL: every deployment has its own tasks."));
        var made = TaskImage.Of(definition);
        RequireTrust(IndexScope.Of(made.Level), $"Task {task}");
        var image = await FetchAsync(
            new BuiltImage(task.Build, null), $"task {task}", Asked.Anything, cancellationToken);
        return Target(made.Name, made.Digest, image, $"the image of task {task}");
    }

    /// <summary>What a namespace points to.</summary>
    private async Task<LoadTarget> OfNamespaceAsync(string text, CancellationToken cancellationToken)
    {
        var ns = NamespaceArgument.Parse(text);
        var entry = EntryTruth.Require(
            await parts.Index.FindAsync(ns, cancellationToken) ?? throw NotFound(text, null));
        if (entry.Scope is { } scope)
        {
            RequireTrust(scope, ns.Value);
        }

        FoundBy = (entry, IndexPlace);
        bool isOfTask = IsOfTask(entry.Image);
        if (isOfTask)
        {
            await parts.Guards.Latest.AdmitAsync(ns, TaskId.Of(entry.Build)!.Value, cancellationToken);
        }
        else if (isUsed)
        {
            await parts.Guards.Latest.AdmitAsync(entry, IndexPlace, cancellationToken);
        }

        ImageName? name = entry.Data.TryGetValue(IndexData.Image, out string? recorded)
            && ImageName.TryParse(recorded, out var parsed) ? parsed : null;
        if (name is null
            && parts.BackendKind == BackendKind.Taskcluster
            && TaskId.Of(entry.Build) is { } task
            && await parts.Taskcluster.Queue.FindDefinitionAsync(task, cancellationToken) is { } definition)
        {
            var made = TaskImage.Of(definition);
            // A namespace that speaks of a level is guarded by a scope of that level; of another one only the task can
            // tell.
            RequireTrust(
                IndexScope.Of(
                    Level.TryParse($"{NamespaceClaims.HighestLevel(ns)}", out var guarded) ? guarded : made.Level),
                ns.Value);
            return await TargetAsync(
                entry, made.Name, entry.Digest ?? made.Digest, Asked.Anything, cancellationToken);
        }

        var meant = NamespaceImages.Of(ns, name, parts.CatalogIfAny);
        var asked = NamespaceClaims.Digests(ns) is [var typed]
            ? Asked.Of(meant, typed)
            : await Asked.AsRecordedAsync(parts, meant, entry.Digest, cancellationToken);
        var target = await TargetAsync(entry, name, entry.Digest, asked, cancellationToken);
        if (!isOfTask
            && isUsed
            && await parts.Guards.Statements.IsVouchedForAsync(
                new UsedImage(entry.Image with { ImageHash = target.Image.ImageHash })
                {
                    Name = asked.Name,
                    Tree = asked.Tree,
                },
                cancellationToken))
        {
            await parts.Guards.Latest.KeepAsync(entry, IndexPlace, cancellationToken);
        }

        return target;
    }

    /// <summary>How a command says the level that a person said.</summary>
    private string AtLevel => parts.IsLevelSaid ? ScopeText.Option(parts.Push.Level) : string.Empty;

    /// <summary>Which index it is in which namespaces are looked up.</summary>
    private string IndexPlace => parts.SharedPlace ?? StorePlace;

    private async Task<LoadTarget> TargetAsync(
        IndexEntry entry,
        ImageName? name,
        InputsDigest? digest,
        Asked asked,
        CancellationToken cancellationToken)
    {
        Scope = entry.Scope;
        var image = await FetchAsync(entry.Image, entry.Namespace.Value, asked, cancellationToken);
        return Target(name, digest, image, entry.Namespace.Value) with { Build = entry.Build };
    }

    private LoadTarget Target(ImageName? name, InputsDigest? digest, StoredImage image, string otherwise) =>
        name is { } known
            ? new LoadTarget(
                digest is null ? otherwise : known.Value,
                known,
                image,
                LocalTags.Of(known, digest, parts.CatalogIfAny, parts.Push))
            {
                Remote = _remote,
            }
            : new LoadTarget(otherwise, name, image, []) { Remote = _remote };

    /// <summary>
    /// Whoever names a build, or a name that somebody gave it, still gets only what the push may use.
    /// </summary>
    private void RequireTrust(IndexScope builder, string what)
    {
        if (!new IndexNaming(parts.Config).MayRead(parts.Push, builder))
        {
            throw new SlipwayException(new Diagnostic(
                RequestCodes.LevelTooLow,
                $"{what} was made {ScopeText.Of(builder)}, which a push {ScopeText.Of(parts.Push.Scope)} does not use",
                builder.Level is { } level
                    ? $"Say `--level {level}` to load it all the same, or load what a more trusted push built."
                    : "Say `--pull-request ID` to load what that request built."));
        }
    }

    private async Task<StoredImage> FetchAsync(
        BuiltImage image,
        string owner,
        Asked asked,
        CancellationToken cancellationToken)
    {
        Found = new UsedImage(image) { Name = asked.Name, Tree = asked.Tree };
        if (image.ImageHash is not null && !IsOfTask(image))
        {
            await AdmitAsync(image, asked, cancellationToken);
        }

        if (mayBeRemote
            && parts.BackendKind == BackendKind.Registry
            && await parts.Shared.OpenAsync(image, cancellationToken) is { } remote)
        {
            await AdmitAsync(image with { ImageHash = remote.Expected.ImageHash }, asked, cancellationToken);
            _remote = remote;
            return remote.Described;
        }

        var engine = loading is null ? null : await loading(cancellationToken);
        return await parts.Feedback.ShowAsync(
            $"fetching {owner}",
            progress => engine is null
                ? (isUsed ? parts.Source : parts.UnvouchedSource).FetchAsync(image, progress, cancellationToken)
                : engine.FetchAsync(parts.Source, image, progress, cancellationToken))
            ?? throw Missing(image, owner);
    }

    private Task AdmitAsync(BuiltImage image, Asked asked, CancellationToken cancellationToken) =>
        isUsed
            ? parts.Guards.Statements.AdmitAsync(
                [new UsedImage(image) { Name = asked.Name, Tree = asked.Tree }], cancellationToken)
            : Task.CompletedTask;

    private bool IsOfTask(BuiltImage image) =>
        parts.BackendKind == BackendKind.Taskcluster && TaskId.Of(image.Build) is not null;

    // What is kept elsewhere is not found any more; what this store should have and does not is a fault of the store.
    private SlipwayException Missing(BuiltImage image, string owner) =>
        parts.BackendKind == BackendKind.Taskcluster && TaskId.Of(image.Build) is { } task
            ? new(new Diagnostic(
                IndexCodes.NotFound,
                owner.Contains(task.Value, StringComparison.Ordinal)
                    ? $"{Sentence(owner)} has no image, or not any more"
                    : $"{owner} points to task {task}, whose image is gone",
                "Run `slipway build` to make it anew, or load another one: `slipway index list` shows what is there."))
            : new(new Diagnostic(
                IndexCodes.ImageMissing,
                $"{owner} points to an image that is gone",
                "Run `slipway build` to make it anew."));

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private SlipwayException NotFound(string what, ImageName? image) => new(new Diagnostic(
        IndexCodes.NotFound,
        $"{what} is not in the index",
        image is { } name
            ? $"Run `slipway build {name}{AtLevel}` to make it, or `slipway plan {name}{AtLevel}` to see why it is not "
                + "there."
            : "Run `slipway index list` to see what is there."));
}

/// <summary>An image that is to be loaded.</summary>
/// <param name="Description">What to call it.</param>
/// <param name="Name">Its name, when that is known.</param>
/// <param name="Image">The image in the store.</param>
/// <param name="Tags">The tags it gets unless a person gives others.</param>
internal sealed record LoadTarget(
    string Description, ImageName? Name, StoredImage Image, ImmutableArray<string> Tags)
{
    /// <summary>The build that made it; null for an image that a task made.</summary>
    public BuildId? Build { get; init; }

    /// <summary>The image where the registry has it; null when the store has it.</summary>
    public RemoteImage? Remote { get; init; }
}
