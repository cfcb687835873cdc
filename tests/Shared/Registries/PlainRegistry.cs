
namespace Slipway.Tests.Registries;

/// <summary>A registry without TLS and without credentials, for all tests that use repositories of their own.</summary>
public sealed class PlainRegistry : IAsyncLifetime
{
    private TestRegistry? _registry;

    internal string Host
    {
        get
        {
            TestRegistry.Require();
            return _registry!.Host;
        }
    }

    public async ValueTask InitializeAsync()
    {
        // A fixture cannot be skipped; the tests are, when they ask for the host.
        if (TestRegistry.IsInstalled)
        {
            _registry = await TestRegistry.StartAsync();
        }
    }

    public ValueTask DisposeAsync() => _registry?.DisposeAsync() ?? ValueTask.CompletedTask;
}
