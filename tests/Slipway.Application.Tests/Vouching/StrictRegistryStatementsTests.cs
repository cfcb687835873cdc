using Slipway.Registry.Tests.Support;

namespace Slipway.Application.Tests.Vouching;

/// <summary>A registry as version 1.1 of the specification has it.</summary>
public sealed class StrictRegistryStatementsTests : RegistryStatementsContract
{
    private readonly StrictRegistry _registry = new(new RegistryProfile { KeepsReferrers = true });

    protected override bool KeepsReferrers => true;

    protected override Task<string> StartAsync() => Task.FromResult(_registry.Host);

    protected override ValueTask StopAsync() => _registry.DisposeAsync();
}
