using System.Collections.Concurrent;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Http;

/// <summary>The connections to every server that is talked to, each with the certificates that it may have.</summary>
internal sealed class TransportPool(RegistrySettings settings, RegistryAddress address) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<RegistryTransport>> _transports = new(
        StringComparer.OrdinalIgnoreCase);

    public RegistryTransport For(Uri server) =>
        _transports.GetOrAdd(
            server.GetLeftPart(UriPartial.Authority),
            _ => new Lazy<RegistryTransport>(() => new RegistryTransport(server, settings, address))).Value;

    public void Dispose()
    {
        foreach (var transport in _transports.Values.Where(transport => transport.IsValueCreated))
        {
            transport.Value.Dispose();
        }
    }
}
