using System.Collections.Immutable;

namespace Slipway.Trust.Naming;

/// <summary>The words for kinds of workers, by which their keys are listed.</summary>
internal static class WorkerKinds
{
    public const string DockerWorker = "docker-worker";
    public const string GenericWorker = "generic-worker";
    public const string Scriptworker = "scriptworker";

    public static readonly ImmutableArray<string> All = [DockerWorker, GenericWorker, Scriptworker];
}
