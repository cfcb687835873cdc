namespace Slipway.Model.Tasks;

/// <summary>What runs tasks; each has its own form of payload.</summary>
public enum WorkerImplementation
{
    DockerWorker,
    GenericWorker,
}
