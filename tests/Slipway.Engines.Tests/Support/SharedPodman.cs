using Slipway.Engines.Settings;

namespace Slipway.Engines.Tests.Support;

/// <summary>Podman with a store of the tests' own and settings that work within other containers.</summary>
public sealed class SharedPodman : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    internal static string? Obstacle() => ContainersStore.Obstacle("Podman", "podman");

    internal EngineEnvironment Environment
    {
        get
        {
            if (Obstacle() is { } obstacle)
            {
                Needed.Lacking(obstacle);
            }

            // crun refuses version 1 and 2 of cgroups side by side, raising limits takes a capability that containers
            // lack, and a network of its own needs a firewall.
            string runtime = Needed.Find("runc") is null ? string.Empty : "runtime = \"runc\"\n";
            string containers = _folder.Write(
                "containers.conf",
                "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\nnetns = \"host\"\n"
                + $"[engine]\n{runtime}cgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\n");
            string storage = ContainersStore.Write(_folder);
            var machine = EngineEnvironment.OfProcess();
            return machine with
            {
                Variables = machine.Variables
                    .Remove("DOCKER_HOST")
                    .SetItem("CONTAINERS_CONF", containers)
                    .SetItem("CONTAINERS_STORAGE_CONF", storage),
                PodmanSocket = Path.Combine(_folder.Path, "no-podman.sock"),
            };
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
