using System.Collections.Immutable;
using Slipway.Model.Tasks;

namespace Slipway.Core.Configuration;

/// <summary>The names of what runs tasks.</summary>
public static class WorkerNames
{
    public const string DockerWorker = "docker-worker";
    public const string GenericWorker = "generic-worker";

    public static ImmutableArray<string> All { get; } = [DockerWorker, GenericWorker];

    /// <exception cref="ArgumentException">It is none of <see cref="All"/>.</exception>
    public static WorkerImplementation Parse(string name) => name switch
    {
        DockerWorker => WorkerImplementation.DockerWorker,
        GenericWorker => WorkerImplementation.GenericWorker,
        _ => throw new ArgumentException($"'{name}' is no worker.", nameof(name)),
    };
}
