using System.Collections.Immutable;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Text;

namespace Slipway.Engines.Detection;

/// <summary>A person's choice of an engine, and what is said when it does not work out.</summary>
internal static class EngineChoice
{
    public static EngineKind? Parse(string? name, string origin) => name switch
    {
        null => null,
        EngineNames.Docker => EngineKind.Docker,
        EngineNames.Podman => EngineKind.Podman,
        EngineNames.Buildah => EngineKind.Buildah,
        _ => throw new SlipwayException(new Diagnostic(
            EngineCodes.UnknownEngine,
            $"{origin} names the engine '{name}', which Slipway does not know",
            NearestName.Find(name, EngineNames.All) is { } near
                ? $"Write '{near}'"
                : $"Write one of {string.Join(", ", EngineNames.All)}")),
    };

    public static void CheckKind(EngineConnection connection, EngineKind? wanted, EngineCandidate candidate)
    {
        if (wanted is { } kind && connection.Server.Kind != kind)
        {
            throw new SlipwayException(new Diagnostic(
                EngineCodes.NotReachable,
                $"{kind} was chosen, but what answers at {connection.Api.Endpoint.Address} ({candidate.Origin}) is "
                + $"{connection.Server.Kind}",
                $"Let {candidate.Origin} point at {kind}, or leave the choice of the engine out"));
        }
    }

    public static void CheckStore(EngineConnection connection)
    {
        if (connection.Server.UsesContainerd)
        {
            throw new SlipwayException(new Diagnostic(
                EngineCodes.UnsupportedStore,
                $"Docker at {connection.Api.Endpoint.Address} keeps images in containerd's store, "
                + "where an image's ID is not the hash of its configuration",
                "Set {\"features\": {\"containerd-snapshotter\": false}} in /etc/docker/daemon.json and restart "
                + "Docker, or use Podman"));
        }
    }

    /// <param name="kind">What was chosen; null when any engine would do.</param>
    /// <param name="origin">Who chose it.</param>
    /// <param name="problems">What was met on the way.</param>
    public static SlipwayException NothingFound(EngineKind? kind, string origin, ImmutableArray<Diagnostic> problems)
    {
        // A socket that is there but closed to this user is the real cause, a command that is there and cannot work is
        // the next one, and so is a place for which a person asked.
        if ((problems.FirstOrDefault(problem => problem.Code == EngineCodes.PermissionDenied)
            ?? problems.FirstOrDefault(problem => problem.Code == EngineCodes.BuildahUnusable)) is { } denied)
        {
            return new SlipwayException(denied);
        }

        if (kind is not null && problems.Length > 0)
        {
            return new SlipwayException([
                problems[0] with
                {
                    Message = $"{problems[0].Message}; {kind} was chosen by {origin}",
                },
            ]);
        }

        if (kind == EngineKind.Buildah)
        {
            return ClientErrors.NotOnPath(EngineKind.Buildah);
        }

        string tried = string.Join("; ", problems.Select(problem => problem.Message));
        return new SlipwayException(new Diagnostic(
            EngineCodes.NoEngine,
            "No container engine was found" + (tried.Length > 0 ? $" ({tried})" : string.Empty),
            "Install Docker (https://docs.docker.com/engine/install/) or Podman (https://podman.io/docs/installation) "
            + "and start it, or set DOCKER_HOST to the address of one; within a container install Buildah"));
    }
}
