using System.Collections.Immutable;
using System.Text;
using Slipway.Engines.Api;
using Slipway.Engines.Buildah;
using Slipway.Engines.Builds;
using Slipway.Engines.Detection;
using Slipway.Engines.Direct;
using Slipway.Engines.Errors;
using Slipway.Engines.Loading;
using Slipway.Engines.Running;
using Slipway.Engines.Settings;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Processes;

namespace Slipway.Engines;

/// <summary>Docker or Podman: the command builds and runs, the API does everything else.</summary>
/// <param name="connection">The API.</param>
/// <param name="findClient">Finds the command, which takes starting programs; null when there is none.</param>
/// <param name="environment">What the command is started with.</param>
/// <param name="clock">Measures how long it has to end.</param>
internal sealed class ContainerEngine(
    EngineConnection connection,
    Func<CancellationToken, Task<BuildClient?>> findClient,
    EngineEnvironment environment,
    TimeProvider clock) : IImageEngine
{
    private readonly EngineApi _api = connection.Api;
    private readonly EngineServer _server = connection.Server;

    public EngineDescription Description { get; } = new(
        connection.Server.Kind == EngineKind.Docker ? EngineNames.Docker : EngineNames.Podman,
        connection.Server.Version,
        connection.Api.Endpoint.Address,
        connection.Server.Root);

    // Podman keeps its images where Buildah does, and changes their names as Buildah does.
    private readonly NameLock? _names =
        connection.Server is { Kind: EngineKind.Podman, Root: { } root } ? new NameLock(root) : null;

    private BuildClient? _client;

    // The build is the server's, and goes when its client does. BuildKit in Docker 20.10 at times does not heed the
    // client that tells it to stop after an interrupt, so the client gets no longer than it needs when it is heeded.
    // Podman's command builds by itself, and needs time to take its containers away.
    private ProcessRunner Runner => _server.Kind == EngineKind.Docker
        ? new ProcessRunner(clock, ClientErrors.CannotStart) { Grace = TimeSpan.FromMilliseconds(500) }
        : new ProcessRunner(clock, ClientErrors.CannotStart);

    public async Task<BuilderDescription> DescribeBuilderAsync(CancellationToken cancellationToken)
    {
        var client = await RequireClientAsync(cancellationToken);
        bool isBuildKit = client.Builder is Builder.BuildKit or Builder.Buildx;
        return new BuilderDescription(
            client.BuilderName,
            new BuilderGrammar(
                // BuildKit's own frontend reads here-documents since 0.10, which came with Docker 23; Podman has them
                // from Buildah 1.33 on.
                Heredocs: isBuildKit
                    ? _server.IsAtLeast(23)
                    : client.Builder == Builder.Podman && client.IsAtLeast(5, 0),
                Frontends: isBuildKit,
                Transports: _server.Kind == EngineKind.Podman)
            {
                MountsOfVariables = client.Builder == Builder.Podman,
                RemembersSecretIds = isBuildKit,
            });
    }

    public async Task<ImmutableArray<SecretValue>> ReadSecretsAsync(
        ImmutableArray<BuildSecret> secrets, CancellationToken cancellationToken) =>
        (await OpenBuildAsync(cancellationToken)).Resolve(secrets).Values;

    public async Task<EngineImage> BuildAsync(
        BuildRequest request, Action<string> log, CancellationToken cancellationToken) =>
        await (await OpenBuildAsync(cancellationToken)).BuildAsync(request, log, cancellationToken);

    private async Task<ClientBuild> OpenBuildAsync(CancellationToken cancellationToken)
    {
        var client = await RequireClientAsync(cancellationToken);
        return new ClientBuild(
            _api,
            client,
            (request, secrets, imageIdFile) =>
                BuildCommandLine.Create(client, _api.Endpoint, environment, _server, request, secrets, imageIdFile),
            Runner,
            environment);
    }

    private async Task<BuildClient> RequireClientAsync(CancellationToken cancellationToken) =>
        _client ??= await findClient(cancellationToken) ?? throw ClientErrors.NotOnPath(_server.Kind);

    public async Task<EngineImage?> FindAsync(string reference, CancellationToken cancellationToken) =>
        await _api.FindAsync(LocalReference.For(_server.Kind, reference), cancellationToken);

    public async Task<EngineImage?> ResolveAsync(string reference, CancellationToken cancellationToken) =>
        // What Podman keeps under "localhost/" it finds first, as its own builder does.
        await WithTriggersAsync(
            (_server.Kind == EngineKind.Podman ? await FindAsync(reference, cancellationToken) : null)
            ?? await _api.FindAsync(LocalReference.Qualified(reference), cancellationToken),
            cancellationToken);

    private async Task<EngineImage?> WithTriggersAsync(EngineImage? image, CancellationToken cancellationToken)
    {
        if (image is null || _server.Kind != EngineKind.Podman)
        {
            return image;
        }

        if (OpenLayers(image.Layers) is { } layers)
        {
            return image with { Triggers = ImageTriggers.Of(layers.Config) };
        }

        await using var archive = await _api.SaveAsync(image.ImageHash, cancellationToken);
        return image with
        {
            Triggers =
                await ArchivedTriggers.ReadAsync(archive, image.ImageHash, cancellationToken)
                ?? throw ApiErrors.Refused(
                    $"save the image {image.ImageHash.Short}", "its config is not in the archive"),
        };
    }

    public async Task<EngineImage> PullAsync(
        string reference, string platform, Action<string> log, CancellationToken cancellationToken)
    {
        string name = LocalReference.Qualified(reference);
        var client = await RequireClientAsync(cancellationToken);
        var output = new StringBuilder();
        int exitCode = await Runner.RunAsync(
            new ToolCommand(
                client.Path, ["pull", "--platform", platform, name], client.EnvironmentFor(_api.Endpoint, environment)),
            null,
            line =>
            {
                string text = Display.Printed(line);
                output.AppendLine(text);
                log(text);
            },
            cancellationToken);
        return
            exitCode == 0
            && await WithTriggersAsync(await _api.FindAsync(name, cancellationToken), cancellationToken) is { } image
            ? image
            : throw PullErrors.Failed(reference, Description.Name, output.ToString());
    }

    public async Task<IReadOnlyList<string>> FindTagsAsync(string prefix, CancellationToken cancellationToken) =>
        [
            .. (await _api.ListTagsAsync(cancellationToken)).Where(tag =>
                tag.StartsWith(prefix, StringComparison.Ordinal)),
        ];

    public Task<Stream> SaveAsync(ImageHash imageHash, CancellationToken cancellationToken) =>
        _api.SaveAsync(imageHash, cancellationToken);

    public IEngineLayers? OpenLayers(EngineImageLayers image) =>
        !EngineFolder.MayBeRead(environment) ? null
        : _server.Kind == EngineKind.Podman ? Folder?.TryOpen(image)
        : DockerLayers.TryOpen(_server, image);

    /// <summary>Where Podman keeps its images; null for Docker, and when that may not be read.</summary>
    private StorageFolder? Folder =>
        _server is { Kind: EngineKind.Podman, Root: { } root } && EngineFolder.MayBeRead(environment)
            ? new StorageFolder(root, _server.StorageDriver)
            : null;

    private ImageLoader Loader
    {
        get
        {
            var told = new ToldPresence(_api.FindAsync);
            return new ImageLoader(
                _api,
                _server.Kind == EngineKind.Podman ? new StoragePresence(Folder, told, EngineNames.Podman) : told,
                Description.Name);
        }
    }

    public Task<LoadResult> LoadAsync(
        EngineImageLayers expected,
        Func<int, Stream, CancellationToken, Task> writeArchive,
        CancellationToken cancellationToken) =>
        Loader.LoadAsync(expected, writeArchive, cancellationToken);

    public Task<long> TakeAsync(Stream archive, CancellationToken cancellationToken) =>
        // Podman keeps layers before it has seen the end.
        _server.Kind == EngineKind.Docker
            ? Loader.TakeAsync(archive, cancellationToken)
            : Task.FromResult(0L);

    public Task TagAsync(ImageHash imageHash, string tag, CancellationToken cancellationToken)
    {
        var (repository, name) = LocalReference.Split(LocalReference.For(_server.Kind, tag));
        return ChangeNamesAsync(() => _api.TagAsync(imageHash, repository, name, cancellationToken), cancellationToken);
    }

    public Task UntagAsync(string tag, CancellationToken cancellationToken) =>
        ChangeNamesAsync(
            () => _api.UntagAsync(LocalReference.For(_server.Kind, tag), cancellationToken), cancellationToken);

    private Task ChangeNamesAsync(Func<Task> change, CancellationToken cancellationToken) => _names is null
        ? change()
        : _names.HoldAsync(
            async () =>
            {
                await change();
                return true;
            },
            cancellationToken);

    public Task RemoveAsync(ImageHash imageHash, CancellationToken cancellationToken) =>
        _api.RemoveAsync(imageHash, cancellationToken);

    public async Task<int> RunAsync(
        ImageHash imageHash,
        ImmutableArray<string> options,
        ImmutableArray<string> command,
        CancellationToken cancellationToken)
    {
        var client = await RequireClientAsync(cancellationToken);
        return await new ContainerRunner(_api, client, environment, new ForegroundProcess(clock), _server)
            .RunAsync(imageHash, options, command, cancellationToken);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
