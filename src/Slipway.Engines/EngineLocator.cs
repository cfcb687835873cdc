using System.Collections.Immutable;
using Slipway.Engines.Buildah;
using Slipway.Engines.Detection;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Processes;

namespace Slipway.Engines;

/// <summary>Finds the engine of this machine. Nothing is asked before a method is called.</summary>
public sealed class EngineLocator(EngineEnvironment environment, TimeProvider clock)
{
    private readonly ProcessRunner _runner = new(clock, ClientErrors.CannotStart);

    /// <summary>
    /// The engine to use: the chosen one, else what <c>DOCKER_HOST</c> or Docker's current context points to, else a
    /// running Docker, else Podman, else Buildah.
    /// </summary>
    /// <param name="option">The value of <c>--engine</c>; null when it was not given.</param>
    /// <param name="configured">The engine that <c>slipway.yml</c> names; null for none.</param>
    /// <returns>The engine, to be disposed of at the end of the command.</returns>
    /// <exception cref="SlipwayException">There is none, or the chosen one cannot be used.</exception>
    public async Task<IImageEngine> LocateAsync(
        string? option, string? configured, CancellationToken cancellationToken)
    {
        var kind = EngineChoice.Parse(option, "--engine") ?? EngineChoice.Parse(configured, "slipway.yml");
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        var finder = new ClientFinder(environment, _runner);
        foreach (var candidate in EngineCandidate.List(environment, kind))
        {
            if (candidate.Problem is { } problem)
            {
                throw new SlipwayException(problem);
            }

            try
            {
                if (candidate.Kind == EngineKind.Buildah)
                {
                    if (await finder.FindAsync(EngineKind.Buildah, cancellationToken) is { } buildah)
                    {
                        return await BuildahEngine.OpenAsync(buildah, environment, _runner, clock, cancellationToken);
                    }
                }
                else if (await OpenAsync(candidate, finder, cancellationToken) is { } connection)
                {
                    return await EquipAsync(connection, kind, candidate, finder, cancellationToken);
                }
            }
            catch (SlipwayException exception) when (!candidate.IsBinding && CanTryNext(exception))
            {
                problems.AddRange(exception.Diagnostics);
            }
        }

        throw EngineChoice.NothingFound(kind, option is null ? "slipway.yml" : "--engine", problems.ToImmutable());
    }

    /// <summary>Looks at every place where an engine may be, for <c>slipway doctor</c>. Starts nothing.</summary>
    public async Task<ImmutableArray<EngineProbe>> ProbeAsync(CancellationToken cancellationToken)
    {
        var finder = new ClientFinder(environment, _runner);
        var clients = new Dictionary<EngineKind, BuildClient?>();
        foreach (var kind in Enum.GetValues<EngineKind>())
        {
            clients[kind] = await finder.FindAsync(kind, cancellationToken);
        }

        var withoutHost = environment with { Variables = environment.Variables.Remove(EngineCandidate.DockerHost) };
        var candidates = EngineCandidate.List(environment, kind: null)
            .Concat(EngineCandidate.List(withoutHost, kind: null))
            .DistinctBy(candidate => candidate.Problem?.Message ?? candidate.Address ?? candidate.Kind.ToString());
        var probes = ImmutableArray.CreateBuilder<EngineProbe>();
        foreach (var candidate in candidates)
        {
            probes.Add(await ProbeAsync(candidate, clients, cancellationToken));
        }

        return probes.ToImmutable();
    }

    // A socket that is there but may not be used is what a person has to know, not that there is no Podman either;
    // it is reported when nothing else is found. Anything wrong with an engine that answered is final.
    private static bool CanTryNext(SlipwayException exception) =>
        exception.Diagnostics[0].Code == EngineCodes.NotReachable
        || exception.Diagnostics[0].Code == EngineCodes.PermissionDenied
        || exception.Diagnostics[0].Code == EngineCodes.UnsupportedAddress
        || exception.Diagnostics[0].Code == EngineCodes.PodmanServiceFailed
        || exception.Diagnostics[0].Code == EngineCodes.BuildahUnusable;

    private async Task<EngineConnection?> OpenAsync(
        EngineCandidate candidate, ClientFinder finder, CancellationToken cancellationToken)
    {
        if (candidate.Address is not null)
        {
            return await EngineConnection.OpenAsync(candidate, environment, cancellationToken);
        }

        if (await finder.FindAsync(EngineKind.Podman, cancellationToken) is not { } podman)
        {
            return null;
        }

        var service = await PodmanService.StartAsync(podman.Path, environment, _runner, clock, cancellationToken);
        try
        {
            return await EngineConnection.OpenAsync(service, cancellationToken);
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    private async Task<ContainerEngine> EquipAsync(
        EngineConnection connection,
        EngineKind? kind,
        EngineCandidate candidate,
        ClientFinder finder,
        CancellationToken cancellationToken)
    {
        try
        {
            EngineChoice.CheckKind(connection, kind, candidate);
            EngineChoice.CheckStore(connection);
            if (connection.Server.Kind == EngineKind.Podman && connection.Service is null
                && await finder.FindAsync(EngineKind.Podman, cancellationToken) is { } podman)
            {
                await PodmanStore.CheckSameAsync(connection, podman, environment, _runner, cancellationToken);
            }

            return new ContainerEngine(
                connection, token => finder.FindAsync(connection.Server.Kind, token), environment, clock);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<EngineProbe> ProbeAsync(
        EngineCandidate candidate, Dictionary<EngineKind, BuildClient?> clients, CancellationToken cancellationToken)
    {
        var client = clients[candidate.Kind];
        var probe = new EngineProbe
        {
            Kind = candidate.Kind,
            Origin = candidate.Origin,
            Endpoint = candidate.Address,
            Reachable = false,
            Client = client?.Path,
            ClientVersion = client?.Version,
            Builder = client?.BuilderName,
        };
        if (candidate.Problem is { } problem)
        {
            return probe with { Problem = problem.Message, Remedy = problem.Remedy };
        }

        if (candidate.Address is null && client is null)
        {
            return candidate.Kind == EngineKind.Podman
                ? probe with
                {
                    Problem = "There is no 'podman' command on PATH",
                    Remedy = "Install Podman if you want it",
                }
                : probe with
                {
                    Problem = "There is no 'buildah' command on PATH",
                    Remedy = "Install Buildah if you want it",
                };
        }

        try
        {
            if (candidate.Kind == EngineKind.Buildah)
            {
                var buildah = new BuildahTool(client!.Path, environment, _runner);
                var store = await BuildahStore.ReadAsync(buildah, cancellationToken);
                return probe with { Reachable = true, StorageDriver = store.Driver, Root = store.Root };
            }

            if (candidate.Address is null)
            {
                return probe with { Reachable = true };
            }

            await using var connection = await EngineConnection.OpenAsync(candidate, environment, cancellationToken);
            var server = connection.Server;
            client = clients[server.Kind];
            return probe with
            {
                Kind = server.Kind,
                Reachable = true,
                ServerVersion = server.Version,
                ApiVersion = server.ApiVersion.ToString(),
                StorageDriver = server.StorageDriver,
                Root = server.Root,
                Client = client?.Path,
                ClientVersion = client?.Version,
                Builder = client?.BuilderName,
            };
        }
        catch (SlipwayException exception)
        {
            return probe with
            {
                Problem = exception.Diagnostics[0].Message,
                Remedy = exception.Diagnostics[0].Remedy,
            };
        }
    }
}
