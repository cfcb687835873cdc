using Slipway.Core.Configuration;
using Slipway.Core.Namespaces;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing.Access;
using Slipway.Sharing.Builds;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Images;
using Slipway.Sharing.Indexing;
using Slipway.Sharing.Layout;
using Slipway.Sharing.Leases;
using Slipway.Sharing.Placing;
using Slipway.Sharing.Probing;
using Slipway.Sharing.Retention;

namespace Slipway.Sharing;

/// <summary>A registry as the index and the store that machines share.</summary>
/// <remarks>Nothing is asked before a member of a member needs it.</remarks>
public sealed class SharedBackend
{
    private readonly SharedImages _images;

    /// <param name="settings">Where it is and for whom it is opened.</param>
    public SharedBackend(SharedSettings settings)
    {
        Address = settings.Root.ToString();
        var naming = new IndexNaming(settings.Config);
        var scopes = new SharedScopes(naming.ReadableScopes(settings.Push), naming.WritableScope(settings.Push));
        var layout = new SharedLayout(settings.Root, settings.Config);
        var known = new KnownImages();
        var reader = new TagReader(settings.Registry, known, settings.Warn);
        var documents = new DocumentWriter(settings.Registry);
        var access = new WriteAccess(settings.Warn);
        Records = new SharedRecords(
            layout, scopes, reader, known, settings.Images, settings.Config.Dialect);
        Builds = new SharedBuildRecords(settings.Builds, Records);
        var memory = new AnswerMemory(settings.Answers, settings.AnswerAge, settings.Clock);
        _images = new SharedImages(
            settings.Registry,
            known,
            settings.Store,
            (build, token) => memory.ForgetAsync(reader.PlacesOf(build, layout), token));
        Collector = new SharedCollector(
            settings.Registry,
            new Inventory(layout, scopes, reader),
            layout,
            documents,
            Records,
            settings.Clock);
        Sharing = new SharedPublisher(
            layout,
            scopes,
            reader,
            known,
            documents,
            new ImagePlacer(settings.Registry, settings.Store, known.Layers, settings.Format),
            settings.Store,
            settings.Builds,
            access);
        Probe = new SharedProbe(settings.Registry, layout, scopes, documents, settings.Clock);
        Leases = new SharedLeases(
            settings.Registry,
            documents,
            layout,
            scopes,
            access,
            settings.Holder,
            new LeaseTimes(),
            settings.Clock);
        Index = new SharedIndex(
            layout,
            scopes,
            reader,
            new EntryWriter(documents, reader, known, settings.Clock),
            new EntryLister(layout, scopes, reader, settings.Images, settings.Config, settings.Clock),
            memory,
            settings.Clock);
    }

    /// <summary>The registry and the path, for people.</summary>
    public string Address { get; }

    /// <summary>The entries that its tags are.</summary>
    public IImageIndex Index { get; }

    /// <summary>Its images, kept in the store of this machine once they were fetched.</summary>
    public IImageSource Source => _images;

    /// <summary>
    /// The image of a build as the registry has it, to be read by an engine that has a part of it; null when the store
    /// of this machine has it, or nobody.
    /// </summary>
    public Task<RemoteImage?> OpenAsync(BuiltImage image, CancellationToken cancellationToken) =>
        _images.OpenAsync(image, cancellationToken);

    /// <summary>
    /// The name of an image that was found, by which any client of registries has it; null when it was found elsewhere.
    /// </summary>
    public ImageReference? FindReference(BuiltImage image) => _images.FindReference(image);

    /// <summary>The manifests of an image, wherever they were seen or put; nobody is asked.</summary>
    public IEnumerable<(RepositoryName Repository, OciDescriptor Manifest)> PlacesOf(BuiltImage image) =>
        _images.PlacesOf(image).Select(there => (there.Repository, there.Manifest.Descriptor));

    /// <summary>The same, whichever builds are said to have made it.</summary>
    public IEnumerable<(RepositoryName Repository, OciDescriptor Manifest)> PlacesOf(ImageHash image) =>
        _images.PlacesOf(image).Select(there => (there.Repository, there.Manifest.Descriptor));

    /// <summary>Sees to it that one digest is built by one machine at a time.</summary>
    public IBuildLeases Leases { get; }

    /// <summary>Tries what it allows and can do.</summary>
    public SharedProbe Probe { get; }

    /// <summary>What it has about builds.</summary>
    public SharedRecords Records { get; }

    /// <summary>The same together with the builds that were run here.</summary>
    public IBuildRecords Builds { get; }

    /// <summary>Removes from it what a policy does not keep.</summary>
    public SharedCollector Collector { get; }

    /// <summary>Brings there what is built here.</summary>
    public IBuildSharing Sharing { get; }
}

/// <summary>Where machines share images, and for whom it is opened.</summary>
public sealed record SharedSettings
{
    /// <summary>The registry, and the path below which everything is.</summary>
    public required RepositoryName Root { get; init; }

    public required IImageRegistry Registry { get; init; }

    /// <summary>The store of this machine.</summary>
    public required IImageStore Store { get; init; }

    /// <summary>The builds that were run here.</summary>
    public required IBuildRecords Builds { get; init; }

    /// <summary>How layers are compressed that are sent.</summary>
    public LayerFormat Format { get; init; } = LayerFormat.Gzip;

    /// <summary>The tree's configuration, for the names of things.</summary>
    public required SlipwayConfig Config { get; init; }

    /// <summary>Who builds here, for those who wait.</summary>
    public LeaseHolder Holder { get; init; } = new("another machine", null, null);

    /// <summary>For whom it is read and written.</summary>
    public required PushContext Push { get; init; }

    /// <summary>The images whose repositories are looked into when everything is listed.</summary>
    public Func<IEnumerable<ImageName>> Images { get; init; } = static () => [];

    /// <summary>Remembers answers on this machine.</summary>
    public IAnswerCache Answers { get; init; } = NoAnswerCache.Instance;

    /// <summary>How old an answer may be that a plan goes by.</summary>
    public TimeSpan AnswerAge { get; init; }

    /// <summary>Told what is not as it should be and stops nothing.</summary>
    public Action<Diagnostic> Warn { get; init; } = static _ => { };

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
