using Slipway.Engines.Settings;
using Slipway.Model.Engines;

namespace Slipway.Engines.Tests.Support;

/// <summary>Buildah with a store and temporary files of the tests' own.</summary>
public sealed class SharedBuildah : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    internal static string? Obstacle() => ContainersStore.Obstacle("Buildah", "buildah");

    /// <summary>Where it unpacks contexts and puts archives down.</summary>
    internal string Temporary => Directory.CreateDirectory(Path.Combine(_folder.Path, "tmp")).FullName;

    /// <summary>The storage driver; <c>vfs</c> works everywhere.</summary>
    internal string Driver { get; init; } = "vfs";

    internal EngineEnvironment Environment
    {
        get
        {
            if (Obstacle() is { } obstacle)
            {
                Needed.Lacking(obstacle);
            }

            string storage = ContainersStore.Write(_folder, Driver);
            var machine = EngineEnvironment.OfProcess();
            return machine with
            {
                Variables = machine.Variables
                    .Remove("DOCKER_HOST")
                    .SetItem("TMPDIR", Temporary)
                    .SetItem("CONTAINERS_STORAGE_CONF", storage),
            };
        }
    }

    internal Task<IImageEngine> OpenAsync() =>
        new EngineLocator(Environment, TimeProvider.System).LocateAsync(
            "buildah", null, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
