using System.Collections.Immutable;
using Slipway.Engines.Api;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;

namespace Slipway.Engines.Detection;

/// <summary>A place where an engine may be.</summary>
/// <param name="Kind">What is looked for there.</param>
/// <param name="Address">The address of its API;
/// null for a Podman whose service is to be started, and for Buildah.</param>
/// <param name="Origin">Who names it, as errors say it.</param>
/// <param name="IsBinding">Whether a person chose this very place, so that no other will do.</param>
internal sealed record EngineCandidate(EngineKind Kind, string? Address, string Origin, bool IsBinding)
{
    public const string DockerHost = "DOCKER_HOST";

    /// <summary>Why nothing can be there at all; null when only a look will tell.</summary>
    public Diagnostic? Problem { get; init; }

    /// <summary>The places to look, in order. Nothing is connected to.</summary>
    public static ImmutableArray<EngineCandidate> List(EngineEnvironment environment, EngineKind? kind)
    {
        var candidates = ImmutableArray.CreateBuilder<EngineCandidate>();
        if (kind == EngineKind.Buildah)
        {
            // Nothing answers at an address: DOCKER_HOST, set for another client, says nothing about it.
            return [Buildah];
        }

        if (environment.Get(DockerHost) is { } host)
        {
            // A person who asks for Podman may still have DOCKER_HOST set for Docker's own client.
            candidates.Add(new EngineCandidate(
                kind ?? EngineKind.Docker, host, DockerHost, IsBinding: kind != EngineKind.Podman));
            if (kind != EngineKind.Podman)
            {
                return candidates.ToImmutable();
            }
        }

        if (kind != EngineKind.Podman)
        {
            if (DockerConfig.CurrentContext(environment) is { } context)
            {
                // Whoever chose it means this engine; Docker's own command uses no other either.
                candidates.Add(new EngineCandidate(
                    EngineKind.Docker, context.Address, $"the Docker context '{context.Name}'", IsBinding: true)
                {
                    Problem = context.Problem,
                });
            }

            candidates.Add(Socket(EngineKind.Docker, environment.DockerSocket, "the default socket"));
            if (environment.Get("XDG_RUNTIME_DIR") is { } runtime)
            {
                candidates.Add(Socket(
                    EngineKind.Docker, Path.Combine(runtime, "docker.sock"), "the socket of rootless Docker"));
            }
        }

        if (kind != EngineKind.Docker)
        {
            if (environment.Get("XDG_RUNTIME_DIR") is { } runtime && !Environment.IsPrivilegedProcess)
            {
                candidates.Add(
                    Socket(
                        EngineKind.Podman,
                        Path.Combine(runtime, "podman", "podman.sock"),
                        "the socket of rootless Podman"));
            }
            else
            {
                candidates.Add(Socket(EngineKind.Podman, environment.PodmanSocket, "the default socket of Podman"));
            }

            candidates.Add(new EngineCandidate(EngineKind.Podman, null, "the podman command", IsBinding: false));
        }

        if (kind is null)
        {
            candidates.Add(Buildah);
        }

        return candidates.ToImmutable();
    }

    private static EngineCandidate Buildah { get; } =
        new(EngineKind.Buildah, null, "the buildah command", IsBinding: false);

    private static EngineCandidate Socket(EngineKind kind, string path, string origin) =>
        new(kind, EngineEndpoint.OfSocket(path).Address, origin, IsBinding: false);
}
