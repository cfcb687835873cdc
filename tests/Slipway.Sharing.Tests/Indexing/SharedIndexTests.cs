using Slipway.Contracts;
using Slipway.Model.Indexing;
using Slipway.Registry;
using Slipway.Sharing.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Sharing.Tests.Indexing;

/// <summary>The index in Debian's docker-registry, whatever it takes to reach it.</summary>
public abstract class SharedIndexTests : ImageIndexContract, IDisposable
{
    private readonly RegistryClient _client;
    private readonly FakeTimeProvider _clock = new();
    // Some tests ask for it for the first time from many threads.
    private readonly Lazy<IImageIndex> _index;

    protected SharedIndexTests(ReachedRegistry registry)
    {
        _client = registry.Client();
        _index = new Lazy<IImageIndex>(() => Open(registry.Host));
    }

    protected override IImageIndex Index => _index.Value;

    protected override void SetClock(DateTimeOffset now)
    {
        _clock.AdjustTime(now);
    }

    public void Dispose()
    {
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    private IImageIndex Open(string host)
    {
        StartClock();
        return new SharedBackend(SharedRegistry.Settings(SharedRegistry.NewRoot(host), _client) with
        {
            Clock = _clock,
        }).Index;
    }
}

/// <summary>The same on this machine, without TLS and credentials.</summary>
public sealed class PlainSharedIndexTests(RegistryWithout registry)
    : SharedIndexTests(registry), IClassFixture<RegistryWithout>;

/// <summary>The same over TLS with an authority of its own, and a password.</summary>
public sealed class PasswordSharedIndexTests(RegistryWithPassword registry)
    : SharedIndexTests(registry), IClassFixture<RegistryWithPassword>;

/// <summary>The same over TLS with an authority of its own, and tokens.</summary>
public sealed class TokenSharedIndexTests(RegistryWithTokens registry)
    : SharedIndexTests(registry), IClassFixture<RegistryWithTokens>;
