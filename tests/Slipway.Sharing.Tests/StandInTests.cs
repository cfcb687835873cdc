using Slipway.Contracts;
using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Registry.Settings;
using Slipway.Sharing.Probing;
using Slipway.Sharing.Tests.Support;

namespace Slipway.Sharing.Tests;

/// <summary>What two machines do over registries that differ, and over one that fails.</summary>
public sealed class StandInTests
{
    private static readonly ImageName Base = ImageName.Parse("base");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task With_and_without_deletion_and_a_list_of_referrers_it_is_the_same(bool deletes, bool hasReferrers)
    {
        await using var server = new StandIn { Deletes = deletes, HasReferrers = hasReferrers };

        await ShareAsync(server, NewRoot(server));

        using var client = Client();
        var findings = await new SharedBackend(
            SharedRegistry.Settings(NewRoot(server), client, SharedRegistry.Push(1))).Probe.ExamineAsync(Cancel);
        Assert.Equal(
            deletes ? ProbeState.Good : ProbeState.Doubtful,
            findings.Single(finding => finding.Name == "deleting").State);
        Assert.Equal(
            hasReferrers,
            findings.Single(finding => finding.Name == "referrers").Detail
                .StartsWith("the registry lists", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(1000, 5, 0)]
    [InlineData(2, 7, 0)]
    [InlineData(1000, 0, 0.3)]
    public async Task Pages_limits_of_rates_and_lists_that_flicker_change_nothing(int page, int rate, double flicker)
    {
        await using var server = new StandIn { PageSize = page, RateLimit = rate, Flicker = flicker };

        await ShareAsync(server, NewRoot(server), isListed: flicker == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whichever_call_fails_once_nothing_is_lost(bool cuts)
    {
        await using var server = new StandIn { Cuts = cuts };
        await ShareAsync(server, NewRoot(server));
        int requests = server.Requests;
        Assert.InRange(requests, 30, 300);

        for (int failing = 0; failing < requests; failing++)
        {
            server.Restart();
            server.Failing = failing;
            await ShareAsync(server, NewRoot(server));
        }
    }

    [Fact]
    public async Task Many_machines_that_want_one_digest_build_it_once()
    {
        await using var server = new StandIn();
        var root = NewRoot(server);
        using var client = Client();
        var digest = InputsDigest.Of("d"u8);
        int building = 0, most = 0, builds = 0;
        bool isBuilt = false;

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var backend = new SharedBackend(SharedRegistry.Settings(root, client));
            await using var lease = await backend.Leases.AcquireAsync(
                new LeaseRequest(digest, Base, Waits: true, _ => { }), Cancel);
            if (Volatile.Read(ref isBuilt))
            {
                return;
            }

            int now = Interlocked.Increment(ref building);
            most = Math.Max(most, now);
            builds++;
            await Task.Delay(200, Cancel);
            Interlocked.Decrement(ref building);
            Volatile.Write(ref isBuilt, true);
        }, Cancel)));

        Assert.Equal(1, most);
        Assert.Equal(1, builds);
    }

    private static RepositoryName NewRoot(StandIn server) => SharedRegistry.NewRoot(server.Host);

    private static RegistryClient Client() => new(new RegistrySettings
    {
        Variable = _ => null,
        CertificateFolder = "/nonexistent",
        Clock = new HurriedClock(),
    });

    /// <summary>One machine leases, builds and shares, another finds, fetches and explains.</summary>
    private static async Task ShareAsync(StandIn server, RepositoryName root, bool isListed = true)
    {
        using var client = Client();
        using var one = new Machine(root, client);
        await using (await one.Shared.Leases.AcquireAsync(
            new LeaseRequest(InputsDigest.Of("inputs"u8), Base, Waits: true, _ => { }), Cancel))
        {
            await one.BuildAsync(TestImage.Small);
        }

        using var other = new Machine(root, client);
        var entry = await other.Shared.Index.FindAsync(
            IndexNamespace.Parse(
                $"gecko.cache.level-3.docker.v2.base.hash.{InputsDigest.Of("inputs"u8)}"), Cancel);
        Assert.NotNull(entry);
        Assert.Equal(
            TestImage.Small.Hash,
            (await other.Shared.Source.FetchAsync(entry.Image, null, Cancel))?.ImageHash);
        Assert.NotNull(await other.Shared.Records.FindInputsAsync(InputsDigest.Of("inputs"u8), Cancel));
        Assert.NotNull(await other.Shared.Records.FindLogAsync(Base, entry.Build, Cancel));
        if (isListed)
        {
            Assert.Equal(
                BuildResult.Succeeded, (await other.Shared.Builds.FindAsync(entry.Build, Cancel))?.Result);
        }

        Assert.True(one.Shared.Sharing.IsShared, server.Host);
        Assert.Empty(one.Warnings);
    }
}
