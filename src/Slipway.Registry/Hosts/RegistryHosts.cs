using System.Collections.Concurrent;
using Slipway.Http;
using Slipway.Registry.Authentication;
using Slipway.Registry.Credentials;
using Slipway.Registry.Http;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Hosts;

/// <summary>Every registry that is talked to.</summary>
internal sealed class RegistryHosts : IDisposable
{
    private readonly ConcurrentDictionary<string, RegistryHost> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly RegistrySettings _settings;
    private readonly RegistryAddress _address;
    private readonly TransportPool _transports;
    private readonly Redirects _redirects;
    private readonly FailureReader _failures;
    private readonly Exchange _exchange;
    private readonly CredentialFinder _credentials;
    private readonly SemaphoreSlim _gate = new(1);

    public RegistryHosts(RegistrySettings settings)
    {
        _settings = settings;
        _address = new RegistryAddress(settings);
        _transports = new TransportPool(settings, _address);
        _redirects = new Redirects(_address, Secrets);
        _failures = new FailureReader(RegistryRetries.Schedule, RegistryRetries.Statuses, settings.Clock);
        _exchange = new Exchange(settings, _transports, _failures, Secrets);
        _credentials = new CredentialFinder(settings);
    }

    /// <summary>What was shown to any of them.</summary>
    public KnownSecrets Secrets { get; } = new();

    /// <param name="registry">As it stands in references.</param>
    public async Task<RegistryHost> GetAsync(string registry, CancellationToken cancellationToken)
    {
        if (_hosts.TryGetValue(registry, out var known))
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _hosts.TryGetValue(registry, out known)
                ? known
                : _hosts[registry] = await OpenAsync(registry, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }

        _gate.Dispose();
        _transports.Dispose();
    }

    private async Task<RegistryHost> OpenAsync(string registry, CancellationToken cancellationToken)
    {
        string host = RegistryAddress.ApiHost(registry);
        var origin = new Uri($"https://{host}/");
        if (_address.MayBePlain(origin) && !await SpeaksTlsAsync(registry, origin, cancellationToken))
        {
            origin = new Uri($"http://{host}/");
        }

        var tokens = new TokenClient(registry, _exchange, _redirects, _address, _failures, _settings);
        var authorizer = new Authorizer(registry, _credentials, tokens, Secrets, _settings.Clock);
        return new RegistryHost(registry, origin, _exchange, _redirects, authorizer, _failures);
    }

    // Docker does the same: TLS first, and without it where that is allowed and TLS is not spoken.
    private async Task<bool> SpeaksTlsAsync(string registry, Uri origin, CancellationToken cancellationToken)
    {
        var call = new RegistryCall(HttpMethod.Get, new Uri(origin, "v2/"), [], "ask for its version")
        {
            Patience = _settings.Timeouts.Connect,
        };
        try
        {
            using var answer = await _exchange.SendAsync(registry, call, call.Address, null, cancellationToken);
            return true;
        }
        catch (Exception exception)
            when (RegistryConnectionFailures.SpeaksNoTls(exception, _transports.For(origin).Trust))
        {
            return false;
        }
    }
}
