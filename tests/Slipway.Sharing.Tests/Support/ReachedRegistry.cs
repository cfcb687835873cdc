using Slipway.Registry;
using Slipway.Registry.Settings;
using Slipway.Registry.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Sharing.Tests.Support;

/// <summary>Debian's docker-registry with what clients need to reach it.</summary>
public abstract class ReachedRegistry : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private TestRegistry? _registry;

    /// <summary>Where it listens. The tests that ask are skipped where there can be none.</summary>
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
        if (TestRegistry.IsInstalled)
        {
            _registry = await StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        await EndAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client that reaches it, and that knows nothing of this machine's credentials.</summary>
    internal RegistryClient Client() => new(Reach(new RegistrySettings
    {
        Variable = _ => null,
        CertificateFolder = "/nonexistent",
    }));

    private protected abstract Task<TestRegistry> StartAsync();

    private protected abstract RegistrySettings Reach(RegistrySettings settings);

    private protected virtual ValueTask EndAsync() => ValueTask.CompletedTask;

    private protected RegistrySettings WithAccount(RegistrySettings settings, TestAuthority authority)
    {
        _folder.Write($"certs.d/{Host}/ca.crt", authority.Pem);
        return settings with
        {
            AuthFile = Accounts.WriteAuthFile(_folder, Host),
            CertificateFolder = Path.Join(_folder.Path, "certs.d"),
        };
    }
}

/// <summary>Without TLS and without credentials, which goes on this machine only.</summary>
public sealed class RegistryWithout : ReachedRegistry
{
    private protected override Task<TestRegistry> StartAsync() => TestRegistry.StartAsync();

    private protected override RegistrySettings Reach(RegistrySettings settings) => settings;
}

/// <summary>With a certificate of an authority of its own, and a password that is sent with every request.</summary>
public sealed class RegistryWithPassword : ReachedRegistry
{
    private readonly TestAuthority _authority = new();

    private protected override Task<TestRegistry> StartAsync() => Accounts.StartRegistryAsync(_authority);

    private protected override RegistrySettings Reach(RegistrySettings settings) => WithAccount(settings, _authority);

    private protected override ValueTask EndAsync()
    {
        _authority.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>With a certificate of an authority of its own, and tokens that another server gives.</summary>
public sealed class RegistryWithTokens : ReachedRegistry
{
    private readonly TestAuthority _authority = new();
    private readonly TokenServer _tokens = new() { Anonymous = "none" };

    private protected override Task<TestRegistry> StartAsync() => _tokens.StartRegistryAsync(_authority);

    private protected override RegistrySettings Reach(RegistrySettings settings) => WithAccount(settings, _authority);

    private protected override ValueTask EndAsync()
    {
        _authority.Dispose();
        return _tokens.DisposeAsync();
    }
}
