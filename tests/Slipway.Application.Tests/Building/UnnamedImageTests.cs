using Slipway.Application.Building;
using Slipway.Application.Builds;
using Slipway.Core.Lookup;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Building;

/// <summary>What a build that came to nothing leaves in the engine.</summary>
public sealed class UnnamedImageTests : IDisposable
{
    private readonly Workbench _bench = new Workbench().Image("base", "scratch");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_cannot_be_signed_does_not_stay_in_the_engine()
    {
        _bench.Vouching = new Vouching(() => throw ScriptedEngine.Failure("the signing program failed"));

        var outcomes = await _bench.BuildAsync();

        Assert.Equal(OutcomeKind.Failed, outcomes["base"].Kind);
        Assert.Equal(0, _bench.Engine.Images);
    }

    [Fact]
    public async Task What_nobody_waits_to_be_signed_does_not_stay_in_the_engine()
    {
        using var cancellation = new CancellationTokenSource();
        _bench.Vouching = new Vouching(() =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        });

        var outcomes = await _bench.BuildAsync(stop: cancellation);

        Assert.Equal(OutcomeKind.Cancelled, outcomes["base"].Kind);
        Assert.Equal(0, _bench.Engine.Images);
    }

    [Fact]
    public async Task What_cannot_be_shared_does_not_stay_in_the_engine()
    {
        _bench.Sharing = new FailingSharing();

        var outcomes = await _bench.BuildAsync();

        Assert.Equal(OutcomeKind.Failed, outcomes["base"].Kind);
        Assert.Equal(0, _bench.Engine.Images);
    }

    [Fact]
    public async Task What_cannot_be_stored_does_not_stay_in_the_engine()
    {
        _bench.Engine.SavesNothing = true;

        var outcomes = await _bench.BuildAsync();

        Assert.Equal(OutcomeKind.Failed, outcomes["base"].Kind);
        Assert.Equal(0, _bench.Engine.Images);
    }

    private sealed class Vouching(Action sign) : IBuildVouching
    {
        public Task AdmitAsync(PlannedImage planned, FoundImage found, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task SignAsync(
            PlannedImage planned, BuildRecord record, StoredImage image, CancellationToken cancellationToken)
        {
            sign();
            return Task.CompletedTask;
        }
    }

    private sealed class FailingSharing : IBuildSharing
    {
        public bool IsShared => true;

        public bool Has(IndexNamespace ns) => false;

        public Task ShareAsync(SharedBuild build, IProgress<long>? progress, CancellationToken cancellationToken) =>
            throw ScriptedEngine.Failure("the registry takes nothing");

        public Task ShareFailureAsync(BuildRecord record, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
