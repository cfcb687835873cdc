using System.Collections.Immutable;
using System.Text;
using Slipway.Contracts;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Namespaces;
using Slipway.Core.Retention;
using Slipway.Model.Diagnostics;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Registry;
using Slipway.Sharing.Builds;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Errors;
using Slipway.Sharing.Retention;
using Slipway.Sharing.Tests.Support;
using Slipway.Tests.Registries;
namespace Slipway.Sharing.Tests.Retention;

/// <summary>What tests of collections share: builds of two images, each by a machine of its own.</summary>
public abstract class CollectorTest(PlainRegistry registry) : IDisposable
{
    private readonly List<Machine> _machines = [];

    private protected static IndexNaming Naming { get; } = new(new SlipwayConfig { Prefix = "gecko" });

    private protected static ImageName[] Images { get; } = [ImageName.Parse("base"), ImageName.Parse("app")];

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected static RetentionPolicy KeepOne => new() { Rules = [new RetentionRule(1) { Keep = 1 }] };

    private protected RegistryClient Client { get; } = SharedRegistry.Client();

    private protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>Below which path images are shared; what no test says is one of its own in Debian's registry.</summary>
    private protected RepositoryName? Root { get; set; }

    /// <summary>Another registry than Debian's.</summary>
    private protected IImageRegistry? Other { get; set; }

    public void Dispose()
    {
        _machines.ForEach(machine => machine.Dispose());
        Client.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<SharedGcOutcome> CollectAsync()
    {
        var collector = Collector();
        return await collector.CollectAsync(await PlanAsync(collector), Cancel);
    }

    private protected static Task<SharedGcPlan> PlanAsync(SharedCollector collector, UsedImages? used = null) =>
        collector.PlanAsync(KeepOne, used ?? new UsedImages(), Images, Cancel);

    // Each as another process has it, which remembers nothing.
    private protected SharedCollector Collector(IImageRegistry? other = null) => new SharedBackend(
        SharedRegistry.Settings(Root!, other ?? Client) with { Images = () => Images, Clock = Clock }).Collector;

    private protected async Task<IndexEntry?> FindAsync(IndexEntry entry) => await new SharedBackend(
        SharedRegistry.Settings(Root!, Client)).Index.FindAsync(entry.Namespace, Cancel);

    private protected Task<IReadOnlyList<string>> TagsAsync(string image) =>
        Client.ListTagsAsync(RepositoryName.Parse($"{Root}/level-3/{image}"), Cancel);

    /// <summary>Builds an image as a push some days ago did, with all of its entries.</summary>
    private protected async Task<IndexEntry> BuildAsync(
        string name, string words, double daysAgo, InputsDigest? parent = null)
    {
        Root ??= SharedRegistry.NewRoot(registry.Host);
        var machine = new Machine(Root, Other ?? Client, 3, "base", "app");
        _machines.Add(machine);
        byte[] inputs = new BuildInputs
        {
            Args = ImmutableSortedDictionary<string, string>.Empty
                .WithComparers(StringComparer.Ordinal)
                .Add("WORDS", words),
            CacheBuster = string.Empty,
            Files = [],
            Parents = parent is { } digest ? [new ManifestParent("base", digest)] : [],
            Platform = "linux/amd64",
        }.ToManifest();
        var when = DateTimeOffset.UtcNow.AddDays(-daysAgo);
        var image = new TestImage(TestImage.Layer("shared", 9000), TestImage.Layer(name + words, 12_000));
        var stored = (await image.PutAsync(machine.Store)).Image;
        await machine.Store.Images.PutBlobAsync(inputs, Cancel);
        var record = TestBuild.Record(InputsDigest.Of(inputs), image.Hash, when, 3, name) with
        {
            InputsManifest = Sha256Digest.Of(inputs),
        };
        await using (var log = machine.Store.Builds.CreateLog(record.Id))
        {
            await log.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"the log of {words} {record.Id}\n"), Cancel);
        }

        await machine.Store.Builds.AddAsync(record, Cancel);
        var push = SharedRegistry.Push() with { PushDate = when };
        IndexEntry? last = null;
        var expires = DateTimeOffset.UtcNow.AddDays(300);
        foreach (var ns in Naming.Inserts(record.Image, record.Digest, push))
        {
            var entry = TestBuild.Entry(ns.Value, record, expires);
            if (last is null)
            {
                await machine.Shared.Sharing.ShareAsync(new SharedBuild(record, stored, entry), null, Cancel);
            }

            last = await machine.Shared.Index.InsertAsync(entry, Cancel);
        }

        return last!;
    }
}
