using System.Collections.Immutable;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;
using Docker.DotNet.NativeHttp;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Engines.Api;

/// <summary>An engine's API (https://docs.docker.com/reference/api/engine/), which Podman speaks too.</summary>
internal sealed class EngineApi : IBuiltImages, IDisposable
{
    // The connection goes where the endpoint says; HTTP needs a host name all the same.
    private static readonly Uri BaseAddress = new("http://engine/");

    private const string PodmanInit = "/usr/libexec/podman/catatonit";

    // Answers in JSON are small; a server that sends more than this is not an engine.
    private const int MaximumAnswer = 16 * 1024 * 1024;

    private readonly DockerClient _client;
    private readonly HttpClient _http;

    public EngineApi(EngineEndpoint endpoint)
    {
        Endpoint = endpoint;
        _client = new DockerClientBuilder()
            .WithEndpoint(BaseAddress)
            .WithTransportOptions(new NativeHttpTransportOptions { ConfigureHandler = Configure })
            .Build();
        var handler = new SocketsHttpHandler();
        Configure(handler);
        _http = new HttpClient(handler)
        {
            BaseAddress = BaseAddress,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaximumAnswer,
        };

        void Configure(SocketsHttpHandler sockets)
        {
            sockets.ConnectCallback = async (_, cancellationToken) => await endpoint.ConnectAsync(cancellationToken);
            // A proxy for the outside must not be asked for a local socket.
            sockets.UseProxy = false;
        }
    }

    public EngineEndpoint Endpoint { get; }

    /// <summary>Asks the server what it is. Raises what the connection raises.</summary>
    public async Task<EngineServer> DescribeAsync(CancellationToken cancellationToken)
    {
        var version = await _client.System.GetVersionAsync(cancellationToken);
        var info = await _client.System.GetSystemInfoAsync(cancellationToken);
        bool podman = version.Components?.Any(part => part.Name.Contains("Podman", StringComparison.Ordinal)) ?? false;
        return new EngineServer(
            podman ? EngineKind.Podman : EngineKind.Docker,
            version.Version,
            System.Version.TryParse(version.APIVersion, out var api) ? api : new System.Version(1, 24),
            info.Driver,
            string.IsNullOrEmpty(info.DockerRootDir) ? null : info.DockerRootDir,
            // https://docs.docker.com/engine/storage/containerd/#enable-containerd-image-store-on-docker-engine
            info.DriverStatus?.Any(pair => pair is ["driver-type", "io.containerd.snapshotter.v1"]) ?? false)
        {
            // Docker says "N/A" of what is not installed (moby, daemon/info_unix.go). Podman does not say, and looks
            // here first (containers-common, containers.conf(5): init_path).
            HasInit = podman ? File.Exists(PodmanInit) : info.InitCommit is { ID: not "N/A" },
        };
    }

    public async Task<bool> IsAliveAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _client.System.PingAsync(timeout.Token);
            return true;
        }
        catch (Exception exception) when (
            ApiErrors.IsConnectionFailure(exception) || exception is DockerApiException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The image under a reference that the engine knows literally, or null.</summary>
    public Task<EngineImage?> FindAsync(string reference, CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync<EngineImage?>(Endpoint, $"inspect the image {reference}", async () =>
        {
            try
            {
                return Read(await _client.Images.InspectImageAsync(reference, cancellationToken));
            }
            catch (DockerImageNotFoundException)
            {
                return null;
            }
        });

    /// <summary>The IDs of the images that are not merely steps of others.</summary>
    public Task<IReadOnlyList<ImageHash>> ListAsync(CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync<IReadOnlyList<ImageHash>>(Endpoint, "list its images", async () =>
        {
            var images = await _client.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken);
            return [.. images.Select(image => ImageHash.Parse(image.ID)).Distinct()];
        });

    public Task<IReadOnlyList<string>> ListTagsAsync(CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync<IReadOnlyList<string>>(Endpoint, "list its images", async () =>
        {
            var images = await _client.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken);
            return [.. images.SelectMany(image => image.RepoTags ?? [])];
        });

    public Task TagAsync(ImageHash image, string repository, string tag, CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync(Endpoint, $"tag the image {image.Short} as {repository}:{tag}", async () =>
        {
            try
            {
                await _client.Images.TagImageAsync(
                    image.ToOciString(),
                    new ImageTagParameters { RepositoryName = repository, Tag = tag },
                    cancellationToken);
                return true;
            }
            catch (DockerImageNotFoundException exception)
            {
                throw Unknown(image, exception);
            }
        });

    /// <summary>What <c>docker save</c> gives; the stream raises when it is cut off.</summary>
    public Task<Stream> SaveAsync(ImageHash image, CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync<Stream>(Endpoint, $"save the image {image.Short}", async () =>
        {
            // Docker answers "500" for an image that it does not have, as for a full disk.
            if (await FindAsync(image.ToOciString(), cancellationToken) is null)
            {
                throw Unknown(image, exception: null);
            }

            try
            {
                var archive = await _client.Images.SaveImageAsync(image.ToOciString(), cancellationToken);
                return new SavedArchiveStream(archive, image, Endpoint);
            }
            catch (DockerApiException exception) when (ApiErrors.IsEmptyExport(exception))
            {
                throw ApiErrors.NoLayers(image, exception);
            }
        });

    public Task UntagAsync(string tag, CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync(Endpoint, $"untag {tag}", async () =>
        {
            try
            {
                await _client.Images.DeleteImageAsync(
                        tag, new ImageDeleteParameters { NoPrune = true }, cancellationToken);
            }
            catch (DockerImageNotFoundException)
            {
                // Somebody else took it away.
            }

            return true;
        });

    /// <summary>Removes an image that nothing refers to; one that is tagged or in use stays.</summary>
    public Task RemoveAsync(ImageHash image, CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync(Endpoint, $"remove the image {image.Short}", async () =>
        {
            try
            {
                // The engine itself would take a single tag away with it.
                var found = await _client.Images.InspectImageAsync(image.ToOciString(), cancellationToken);
                if (found.RepoTags is { Count: > 0 })
                {
                    return false;
                }

                await _client.Images.DeleteImageAsync(
                    image.ToOciString(), new ImageDeleteParameters(), cancellationToken);
                return true;
            }
            catch (DockerApiException)
            {
                // In use by a container or another image, or gone: not ours to take away.
                return false;
            }
        });

    public Task KillContainerAsync(string id, CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync(Endpoint, $"stop the container {id}", async () =>
        {
            try
            {
                await _client.Containers.KillContainerAsync(id, new ContainerKillParameters(), cancellationToken);
                return true;
            }
            catch (DockerApiException)
            {
                // It has ended by itself.
                return false;
            }
        });

    /// <summary>Posts an archive to be loaded. The answer's body is JSON values one after the other.</summary>
    public async Task<(bool Accepted, byte[] Answer)> LoadAsync(
        HttpContent archive, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "images/load?quiet=1") { Content = archive };
        using var response = await _http.SendAsync(request, cancellationToken);
        return (response.IsSuccessStatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>The whole of an image's config and of its history, as the engine tells them.</summary>
    public Task<ImmutableArray<JsonDocument>> ReadDetailsAsync(
        ImageHash image, CancellationToken cancellationToken) =>
        ApiErrors.GuardAsync(Endpoint, $"inspect the image {image.Short}", async () =>
        {
            var config = await _http.GetByteArrayAsync($"images/{image.ToOciString()}/json", cancellationToken);
            var history = await _http.GetByteArrayAsync($"images/{image.ToOciString()}/history", cancellationToken);
            return ImmutableArray.Create(JsonDocument.Parse(config), JsonDocument.Parse(history));
        });

    public SlipwayException Lost(string what, Exception? exception) => ApiErrors.Lost(Endpoint, what, exception);

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static SlipwayException Unknown(ImageHash image, Exception? exception) =>
        new(
            new Diagnostic(
                EngineCodes.ImageUnknown,
                $"The engine does not have the image {image.Short}",
                "Load it again ('slipway load'): it was removed from the engine in the meantime"),
            exception);

    private static EngineImage Read(ImageInspectResponse image) =>
        new(
            ImageHash.Parse(image.ID),
            [.. (image.RootFS?.Layers ?? []).Select(layer => DiffId.Parse(layer))],
            image.Size,
            (image.Config?.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal))
                .ToImmutableSortedDictionary(StringComparer.Ordinal))
        {
            Platform = string.Join(
                '/', new[] { image.Os, image.Architecture, image.Variant }.Where(p => !string.IsNullOrEmpty(p))),
            Triggers = [.. image.Config?.OnBuild ?? []],
        };
}
