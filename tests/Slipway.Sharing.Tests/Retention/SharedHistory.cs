using System.Collections.Immutable;
using System.Text;
using Slipway.Contracts;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Namespaces;
using Slipway.Core.Retention;
using Slipway.Model.Registries;
using Slipway.Model.Sharing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Retention;
using Slipway.Sharing.Tests.Support;
using Slipway.Store;

namespace Slipway.Sharing.Tests.Retention;

/// <summary>
/// One random history of a registry: builds are shared at two levels, some by who is killed on the way, collections run
/// and are killed, tags are put and digests come into use.
/// </summary>
/// <param name="seed">Makes the same history again.</param>
/// <param name="store">The store of who builds.</param>
/// <param name="images">The images that were built in histories before.</param>
internal sealed class SharedHistory(int seed, EmbeddedStore store, Dictionary<int, StoredImage> images)
{
    private static readonly IndexNaming Naming = new(new SlipwayConfig { Prefix = "gecko" });
    private static readonly ImageName[] Images = [ImageName.Parse("base"), ImageName.Parse("app")];
    private static readonly RepositoryName Root = RepositoryName.Parse("registry.example/ci");

    private readonly Random _random = new(seed);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryRegistry _registry = new() { HasReferrers = seed % 2 == 0 };
    private readonly HashSet<InputsDigest> _bases = [];
    private readonly HashSet<InputsDigest> _used = [];
    private readonly HashSet<BuildId> _complete = [];
    private readonly RetentionPolicy _policy = new()
    {
        Grace = TimeSpan.FromDays(2),
        Rules = [new RetentionRule(1) { Keep = 1 + (seed % 3), YoungerThan = TimeSpan.FromDays(seed % 5) }],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public int Collections { get; private set; }

    public int Killed { get; private set; }

    public int Deleted { get; private set; }

    public int Documents { get; private set; }

    public long Bytes { get; private set; }

    public async Task RunAsync(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            _clock.Advance(TimeSpan.FromHours(_random.Next(1, 40)));
            switch (_random.Next(10))
            {
                case < 5:
                    await MayBeKilledAsync(BuildAsync, killed: _random.Next(6) == 0);
                    break;
                case 5 when _bases.Count > 0:
                    Toggle(_bases.ElementAt(_random.Next(_bases.Count)));
                    break;
                case 6 when _random.Next(3) == 0:
                    await TagAsync();
                    break;
                case < 8:
                    await CollectAsync();
                    break;
                default:
                    await MayBeKilledAsync(
                        async () =>
                        {
                            var collector = Collector();
                            await collector.CollectAsync(await PlanAsync(collector), Cancel);
                        },
                        killed: true);
                    break;
            }
        }

        await CollectAsync();
    }

    /// <summary>Somebody else puts an image of their own there, of layers that are there.</summary>
    private async Task TagAsync()
    {
        if (_registry.Tags.FirstOrDefault(tag => tag.Tag.StartsWith("hash.", StringComparison.Ordinal)) is
            { Manifest: { } image, Repository: { } repository }
            && SharedManifest.Read(image) is { IsImage: true } document)
        {
            var manifest = ImageManifestWriter.Write(
                document.Config, document.Layers, ImmutableSortedDictionary<string, string>.Empty);
            await _registry.PutManifestAsync(repository, $"own-{_random.Next(3)}", manifest, Cancel);
        }
    }

    private void Toggle(InputsDigest digest)
    {
        if (!_used.Remove(digest))
        {
            _used.Add(digest);
        }
    }

    private async Task MayBeKilledAsync(Func<Task> work, bool killed)
    {
        _registry.KillAfter = killed ? _random.Next(12) : -1;
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            Killed++;
        }

        _registry.KillAfter = -1;
    }

    /// <summary>Collects, and compares what happened with what the plan has said.</summary>
    private async Task CollectAsync()
    {
        _registry.Sweep();
        var collector = Collector();
        int changes = _registry.Changes;
        var plan = await PlanAsync(collector);
        Assert.Equal(changes, _registry.Changes);
        var (before, bytes) = (_registry.Manifests, _registry.Parts);

        var outcome = await collector.CollectAsync(plan, Cancel);

        Collections++;
        Deleted += plan.Deleted.Length;
        Documents += plan.Documents.Length;
        Assert.Empty(outcome.Spared);
        Assert.Equal(References(plan.Deleted), outcome.Deleted.ToHashSet());
        Assert.Equal(plan.Documents.Select(document => document.Reference).ToHashSet(), outcome.Documents.ToHashSet());
        var after = _registry.Manifests;
        Assert.True(
            before.Except(after).SetEquals(References(plan.Deleted).Union(outcome.Documents)),
            "Other manifests are gone than was planned.");
        var left = _registry.Parts;
        // The two bytes that each artifact of a registry has as its config are nobody's.
        long freed = bytes
            .Where(part => !left.ContainsKey(part.Key) && part.Key != SmallBlob.Empty.Descriptor.Digest)
            .Sum(part => part.Value);
        Assert.Equal(plan.Deleted.Sum(fate => fate.Bytes) + plan.Documents.Sum(document => document.Bytes), freed);
        Bytes += freed;
        _registry.Collect();
        foreach (var verdict in plan.Verdicts.Where(verdict => verdict.IsKept))
        {
            await AssertKeptAsync(verdict.Build);
        }

        var next = await PlanAsync(Collector());
        Assert.True(next.IsEmpty, "A collection has left something to do.");
    }

    /// <summary>A build that stays is found whole, with all that explains it and what it is built on.</summary>
    private async Task AssertKeptAsync(RetainedBuild build)
    {
        var backend = Open();
        var repository = RepositoryName.Parse($"{Root}/{build.Scope.Text}/{build.Image}");
        Assert.True(_registry.IsWhole(new ImageReference(repository, null, new RepoDigest(build.Manifest))));
        var found = await backend.Index.FindAsync(Naming.Hash(build.Image, build.Digest, build.Scope), Cancel);
        // Whoever was killed before may have left it under the date of the push alone.
        Assert.True(!_complete.Contains(build.Id) || build.Digest == found?.Digest, $"{build.Id} is not found.");
        Assert.NotNull(await backend.Records.FindInputsAsync(build.Digest, Cancel));
        Assert.NotNull(await backend.Records.FindAsync(build.Id, Cancel));
        Assert.NotNull(await backend.Records.FindLogAsync(build.Image, build.Id, Cancel));
    }

    private async Task BuildAsync()
    {
        int level = _random.Next(2) == 0 ? 1 : 3;
        bool isBase = _bases.Count == 0 || _random.Next(2) == 0;
        InputsDigest? parent = isBase ? null : _bases.ElementAt(_random.Next(_bases.Count));
        byte[] inputs = new BuildInputs
        {
            Args = ImmutableSortedDictionary<string, string>.Empty
                .WithComparers(StringComparer.Ordinal)
                .Add("WORDS", _random.Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            CacheBuster = string.Empty,
            Files = [],
            Parents = parent is { } digest ? [new ManifestParent("base", digest)] : [],
            Platform = "linux/amd64",
        }.ToManifest();
        int variant = _random.Next(12);
        if (!images.TryGetValue(variant, out var stored))
        {
            var image = new TestImage(
                TestImage.Layer("shared", 900), TestImage.Layer($"variant {variant % 4}", 1200 + (variant / 4)));
            images[variant] = stored = (await image.PutAsync(store)).Image;
        }

        await store.Images.PutBlobAsync(inputs, Cancel);
        var now = _clock.GetUtcNow();
        var record = TestBuild.Record(
            InputsDigest.Of(inputs), stored.ImageHash, now, level, Images[isBase ? 0 : 1].Value) with
        {
            InputsManifest = Sha256Digest.Of(inputs),
        };
        await using (var log = store.Builds.CreateLog(record.Id))
        {
            // Some engines print the same twice, and a registry has it once.
            string printed = _random.Next(3) == 0 ? "done" : $"log of {record.Id}";
            await log.WriteAsync(Encoding.UTF8.GetBytes($"{printed}\n"), Cancel);
        }

        var push = SharedRegistry.Push(level) with { PushDate = now };
        var backend = Open(level);
        bool isShared = false;
        foreach (var ns in Naming.Inserts(record.Image, record.Digest, push))
        {
            var entry = TestBuild.Entry(ns.Value, record, now.AddDays(1000));
            if (!isShared)
            {
                await backend.Sharing.ShareAsync(new SharedBuild(record, stored, entry), null, Cancel);
                isShared = true;
            }

            await backend.Index.InsertAsync(entry, Cancel);
        }

        _complete.Add(record.Id);
        if (isBase)
        {
            _bases.Add(record.Digest);
        }
    }

    private Task<SharedGcPlan> PlanAsync(SharedCollector collector)
    {
        var used = new UsedImages();
        foreach (var digest in _used)
        {
            used.Add(digest.Sha256, "branch main");
        }

        return collector.PlanAsync(_policy, used, Images, Cancel);
    }

    private SharedCollector Collector() => Open().Collector;

    // Each as another process has it, which remembers nothing.
    private SharedBackend Open(int level = 3) => new(
        SharedRegistry.Settings(Root, _registry, store, SharedRegistry.Push(level)) with
        {
            Images = () => Images,
            Clock = _clock,
        });

    private static HashSet<ImageReference> References(IEnumerable<SharedManifestFate> fates) =>
        [.. fates.Select(fate => fate.Reference)];
}
