using Slipway.Engines.Detection;

namespace Slipway.Engines.Tests.Support;

/// <summary>One engine for all tests that let it live.</summary>
public sealed class SharedDocker : IAsyncLifetime
{
    private PrivateDocker? _docker;

    public async ValueTask InitializeAsync()
    {
        if (PrivateDocker.Obstacle() is null)
        {
            _docker = await PrivateDocker.StartAsync();
        }
    }

    internal PrivateDocker Docker
    {
        get
        {
            if (_docker is null)
            {
                Needed.Lacking(PrivateDocker.Obstacle()!);
            }

            return _docker!;
        }
    }

    internal Task<ContainerEngine> OpenAsync(Builder builder = Builder.BuildKit) => Docker.OpenAsync(builder);

    public ValueTask DisposeAsync() => _docker?.DisposeAsync() ?? ValueTask.CompletedTask;
}
