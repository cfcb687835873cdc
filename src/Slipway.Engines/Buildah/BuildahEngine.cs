using System.Collections.Immutable;
using Slipway.Engines.Api;
using Slipway.Engines.Detection;
using Slipway.Engines.Direct;
using Slipway.Engines.Running;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Processes;

namespace Slipway.Engines.Buildah;

/// <summary>Buildah: no daemon, so it works within containers; its command does everything.</summary>
internal sealed class BuildahEngine : IImageEngine
{
    private readonly BuildahImages _images;
    private readonly BuildahBuild _build;
    private readonly BuildahLoader _loader;
    private readonly BuildahRunner _runner;
    private readonly BuilderDescription _builder;
    private readonly StorageFolder? _folder;

    private BuildahEngine(
        BuildahTool buildah, BuildahStore store, BuildClient client, EngineEnvironment environment, TimeProvider clock)
    {
        _images = new BuildahImages(buildah, new NameLock(store.Root));
        _build = new BuildahBuild(buildah, _images, client, environment);
        _folder = EngineFolder.MayBeRead(environment) ? new StorageFolder(store.Root, store.Driver) : null;
        _loader = new BuildahLoader(buildah, _images, _folder);
        _runner = new BuildahRunner(buildah, _images, new ForegroundProcess(clock));
        Description = new EngineDescription(
            EngineNames.Buildah, client.Version, store.Address, store.Root);
        _builder = new BuilderDescription(
            client.BuilderName,
            // Here-documents came with 1.33 (https://github.com/containers/buildah/releases/tag/v1.33.0).
            new BuilderGrammar(Heredocs: client.IsAtLeast(1, 33), Frontends: false, Transports: true)
            {
                MountsOfVariables = true,
            });
    }

    public EngineDescription Description { get; }

    /// <exception cref="SlipwayException">It cannot keep images here.</exception>
    public static async Task<BuildahEngine> OpenAsync(
        BuildClient client,
        EngineEnvironment environment,
        ProcessRunner runner,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var buildah = new BuildahTool(client.Path, environment, runner);
        var store = await BuildahStore.ReadAsync(buildah, cancellationToken);
        return new BuildahEngine(buildah.HeldTo(store), store, client, environment, clock);
    }

    public Task<BuilderDescription> DescribeBuilderAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_builder);

    public Task<ImmutableArray<SecretValue>> ReadSecretsAsync(
        ImmutableArray<BuildSecret> secrets, CancellationToken cancellationToken) =>
        Task.FromResult(_build.ReadSecrets(secrets));

    public Task<EngineImage> BuildAsync(
        BuildRequest request, Action<string> log, CancellationToken cancellationToken) =>
        _build.RunAsync(request, log, cancellationToken);

    public async Task<EngineImage?> FindAsync(string reference, CancellationToken cancellationToken) =>
        await _images.FindAsync(NameOf(reference), cancellationToken);

    public async Task<EngineImage?> ResolveAsync(string reference, CancellationToken cancellationToken) =>
        await FindAsync(reference, cancellationToken)
        ?? await _images.FindAsync(LocalReference.Qualified(reference), cancellationToken);

    public Task<EngineImage> PullAsync(
        string reference, string platform, Action<string> log, CancellationToken cancellationToken) =>
        _images.PullAsync(LocalReference.Qualified(reference), platform, cancellationToken);

    public async Task<IReadOnlyList<string>> FindTagsAsync(string prefix, CancellationToken cancellationToken) =>
        [
            .. (await _images.ListTagsAsync(cancellationToken)).Where(tag =>
                tag.StartsWith(prefix, StringComparison.Ordinal)),
        ];

    public Task<Stream> SaveAsync(ImageHash imageHash, CancellationToken cancellationToken) =>
        _images.SaveAsync(imageHash, cancellationToken);

    public IEngineLayers? OpenLayers(EngineImageLayers image) => _folder?.TryOpen(image);

    public Task<LoadResult> LoadAsync(
        EngineImageLayers expected,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken) =>
        _loader.LoadAsync(expected, writeArchive, cancellationToken);

    public Task TagAsync(ImageHash imageHash, string tag, CancellationToken cancellationToken) =>
        TagAsync(imageHash, [tag], cancellationToken);

    public Task TagAsync(
        ImageHash imageHash, IReadOnlyCollection<string> tags, CancellationToken cancellationToken) =>
        _images.TagAsync(imageHash, [.. tags.Select(NameOf)], cancellationToken);

    public Task UntagAsync(string tag, CancellationToken cancellationToken) =>
        _images.UntagAsync(NameOf(tag), cancellationToken);

    public Task RemoveAsync(ImageHash imageHash, CancellationToken cancellationToken) =>
        _images.RemoveAsync(imageHash, cancellationToken);

    public Task<int> RunAsync(
        ImageHash imageHash,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken) =>
        _runner.RunAsync(imageHash, options, command, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string NameOf(string reference) => LocalReference.For(EngineKind.Buildah, reference);
}
