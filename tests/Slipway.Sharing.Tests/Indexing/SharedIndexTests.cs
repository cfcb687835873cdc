using Slipway.Contracts;
using Slipway.Model.Indexing;
using Slipway.Registry;
using Slipway.Sharing.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Sharing.Tests.Indexing;

/// <summary>The index in Debian's docker-registry.</summary>
public sealed class SharedIndexTests(PlainRegistry registry)
    : ImageIndexContract, IClassFixture<PlainRegistry>, IDisposable
{
    private readonly RegistryClient _client = SharedRegistry.Client();
    private readonly FakeTimeProvider _clock = new();
    private IImageIndex? _index;

    protected override IImageIndex Index => _index ??= Open();

    protected override void SetClock(DateTimeOffset now)
    {
        _clock.AdjustTime(now);
    }

    public void Dispose() => _client.Dispose();

    private IImageIndex Open()
    {
        StartClock();
        return new SharedBackend(SharedRegistry.Settings(SharedRegistry.NewRoot(registry.Host), _client) with
        {
            Clock = _clock,
        }).Index;
    }
}
