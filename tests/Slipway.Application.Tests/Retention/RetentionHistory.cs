using System.Collections.Immutable;
using Slipway.Application.Retention;
using Slipway.Contracts;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Namespaces;
using Slipway.Core.Retention;
using Slipway.Model.Builds;
using Slipway.Model.Maintenance;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store;

namespace Slipway.Application.Tests.Retention;

/// <summary>A random history of one store, and the model beside it.</summary>
/// <remarks>
/// The clock of the store is years ahead of the machine's, so that files that were just written are told apart from
/// those that were given the time of the history.
/// </remarks>
internal sealed class RetentionHistory : IDisposable
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly Random _random;
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;
    private readonly StoreModel _model;
    private readonly TreeRetention _retention;
    private readonly SlipwayConfig _config = new() { Prefix = "tree" };
    private readonly List<(InputsDigest Digest, string Name, byte[][] Layers, byte[] Inputs)> _known = [];
    private readonly GcOptions _options;
    private readonly DateTimeOffset _realNow = DateTimeOffset.UtcNow;
    private int _number;

    public RetentionHistory(int seed)
    {
        _random = new Random(seed);
        _folder.Clock.Advance(TimeSpan.FromDays(4000));
        _store = _folder.Open();
        foreach (string name in Names)
        {
            for (int version = 0; version < 3; version++)
            {
                Know(name, version);
            }
        }

        var policy = RandomPolicy();
        var used = _known.Where(_ => _random.Next(8) == 0).Select(known => known.Digest).ToHashSet();
        var images = new UsedImages();
        used.ToList().ForEach(digest => images.Add(digest.Sha256, "branch main"));
        _model = new StoreModel(policy, used);
        _retention = new TreeRetention(_config, policy, images, _folder.Clock);
        _options = new GcOptions { Retention = _retention, KeepUnindexed = policy.Grace };
    }

    public int Collections { get; private set; }

    public int Crashes { get; private set; }

    public int Removed { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _folder.Clock.GetUtcNow();

    public async Task RunAsync(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            await (_random.Next(20) switch
            {
                < 8 => BuildAsync(),
                < 11 => AdvanceAsync(),
                11 => UseAsync(),
                12 => RenameAsync(),
                13 => ReadAsync(),
                14 => CollectAndCrashAsync(),
                15 or 16 => CollectBesideAsync(),
                _ => CollectAsync(),
            });
        }

        // What a crash left goes with the next one, and the store is sound.
        _folder.Clock.Advance(TimeSpan.FromDays(40));
        await CollectAsync();
        await ReadAsync();
        Assert.Empty((await _store.Maintenance.CheckAsync(repair: false, null, Cancel)).Problems);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    /// <summary>Stores an image, its inputs, its record and its entries; a crash may come after each.</summary>
    private async Task BuildAsync()
    {
        var (digest, name, layers, inputs) = _known[_random.Next(_known.Count)];
        // Most builds give the same image again.
        var image = _random.Next(4) > 0 ? new TestImage(layers) : new TestImage($"[\"{_number++}\"]", layers);
        int crash = _random.Next(8) == 0 ? _random.Next(6) : int.MaxValue;
        await StoreAsync(image);
        if (crash == 0)
        {
            return;
        }

        await _store.Images.PutBlobAsync(inputs, Cancel);
        Wrote(digest.Sha256, inputs.Length);
        if (crash == 1)
        {
            return;
        }

        var scope = _random.Next(4) switch { 0 => "3", 1 => "pr", _ => "1" };
        var push = new PushContext
        {
            Level = Level.From(scope == "3" ? 3 : 1),
            PullRequest = scope == "pr" ? "7" : null,
            PushDate = Seconds(Now - TimeSpan.FromDays(_random.Next(3) == 0 ? _random.Next(60) : 0)),
        };
        var record = TestBuild.Record(digest, image.Hash, Now, push.Level.Value, name, push.PullRequest) with
        {
            InputsManifest = digest.Sha256,
            PushDate = push.PushDate,
        };
        await _store.Builds.AddAsync(record, Cancel);
        _model.Builds.Add(
            record.Id, new ModelBuild(record.Id, digest, image.Hash, Now, Parents(inputs)));
        // Another tree builds in the same store.
        bool isOther = _random.Next(8) == 0;
        var naming = new IndexNaming(isOther ? _config with { Prefix = "other" } : _config);
        foreach (var (ns, place) in naming.Inserts(record.Image, digest, push)
            .Select((ns, number) => (ns, number))
            .TakeWhile(pair => pair.number + 2 != crash))
        {
            await InsertAsync(ns, record, isOther ? null : (name, naming.WritableScope(push)), push.PushDate);
        }

        if (_random.Next(12) == 0)
        {
            await InsertAsync(IndexNamespace.Parse($"own.n{_number++}"), record, null, push.PushDate);
        }
    }

    /// <summary>A build gets another name, as after a folder was renamed.</summary>
    private async Task RenameAsync()
    {
        var builds = _model.Builds.Values.Where(build => _model.Images.ContainsKey(build.Image)).ToList();
        if (builds.Count > 0
            && await _store.Builds.FindAsync(builds[_random.Next(builds.Count)].Id, Cancel) is { } record)
        {
            string name = Names[_random.Next(Names.Length)];
            var scope = record.Scope;
            await InsertAsync(
                new IndexNaming(_config).Hash(ImageName.Parse(name), record.Digest, scope),
                record,
                (name, scope),
                Seconds(Now));
        }
    }

    private Task AdvanceAsync()
    {
        _folder.Clock.Advance(TimeSpan.FromHours(_random.Next(3) switch
        {
            0 => _random.Next(48),
            1 => _random.Next(24 * 20),
            _ => _random.Next(24 * 90),
        }));
        return Task.CompletedTask;
    }

    private async Task UseAsync()
    {
        var images = _model.Images.Keys.Where(_ => _random.Next(3) == 0).ToList();
        await _store.Maintenance.TakeIntoUseAsync(images, Cancel);
        images.ForEach(image => _model.Images[image] = _model.Images[image] with { Stored = Now });
    }

    /// <summary>Whatever has its image can be written out whole.</summary>
    private async Task ReadAsync()
    {
        foreach (var (hash, _) in _model.Images.Where(pair => _random.Next(2) == 0).ToList())
        {
            var stored = await _store.Images.FindAsync(hash, Cancel);
            Assert.NotNull(stored);
            await _store.Images.WriteArchiveAsync(stored, [], 0, Stream.Null, null, Cancel);
        }
    }

    private async Task CollectAsync()
    {
        var plan = await PlanAsync();
        await DoneAsync(await _store.Maintenance.CollectAsync(plan, _options, Cancel), plan, plan);
    }

    /// <summary>Between the plan and its use somebody builds, uses or renames an image, or time passes.</summary>
    private async Task CollectBesideAsync()
    {
        var plan = await PlanAsync();
        await (_random.Next(4) switch
        {
            0 => UseAsync(),
            1 => RenameAsync(),
            2 => AdvanceAsync(),
            _ => BuildAsync(),
        });
        var expected = _model.Plan(Now, plan);
        await DoneAsync(await _store.Maintenance.CollectAsync(plan, _options, Cancel), expected, plan);
    }

    /// <summary>A collection that ends when the names are gone, and before all files are.</summary>
    private async Task CollectAndCrashAsync()
    {
        var plan = await PlanAsync();
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var options = _options with { Retention = new Killing(_retention, killed) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.Maintenance.CollectAsync(plan, options, killed.Token));
        Crashes++;
        _model.RemoveRows(plan);
        foreach (var blob in plan.Blobs.Where(_ => _random.Next(2) == 0))
        {
            File.Delete(Path.Join(_folder.Blobs, blob.Digest.ToString()));
            _model.Files.Remove(blob.Digest);
        }

        await AssertKeptAsync();
    }

    private async Task<GcPlan> PlanAsync()
    {
        var plan = await _store.Maintenance.PlanGcAsync(_options, Cancel);
        AssertSame(_model.Plan(Now, null), plan);
        return plan with { Files = [] };
    }

    private async Task DoneAsync(GcPlan done, GcPlan expected, GcPlan plan)
    {
        AssertSame(expected, done);
        Collections++;
        Removed += done.Images.Length;
        _model.RemoveRows(done);
        done.Blobs.ToList().ForEach(blob => _model.Files.Remove(blob.Digest));
        Assert.Equal(
            _model.Files.OrderBy(pair => pair.Key.ToString()).Select(pair => $"{pair.Key} {pair.Value.Size}"),
            new DirectoryInfo(_folder.Blobs).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => $"{file.Name} {file.Length}"));
        Assert.True(plan.Bytes >= done.Bytes);
        await AssertKeptAsync();
    }

    /// <summary>What the policy keeps is there, whatever else was done.</summary>
    private async Task AssertKeptAsync()
    {
        foreach (var build in _model.Kept(Now))
        {
            Assert.NotNull(await _store.Builds.FindAsync(build, Cancel));
            Assert.NotNull(await _store.Images.FindAsync(_model.Builds[build].Image, Cancel));
        }
    }

    private static void AssertSame(GcPlan expected, GcPlan plan)
    {
        Assert.Equal(Sorted(expected.Entries), Sorted(plan.Entries));
        Assert.Equal(Sorted(expected.Images), Sorted(plan.Images));
        Assert.Equal(Sorted(expected.Builds), Sorted(plan.Builds));
        Assert.Equal(Sorted(expected.Blobs), Sorted(plan.Blobs));

        static IEnumerable<string> Sorted<T>(IEnumerable<T> items) =>
            items.Select(item => item!.ToString()!).Order(StringComparer.Ordinal);
    }

    private async Task StoreAsync(TestImage image)
    {
        var put = await image.PutAsync(_store);
        var layers = image.Layers.Select(layer => Sha256Digest.Of(TestImage.Zstd(layer))).ToImmutableArray();
        foreach (var layer in layers.Where(layer => _model.Layers.Add(layer) || !_model.Files.ContainsKey(layer)))
        {
            Wrote(layer, SizeOf(layer));
        }

        Wrote(image.Hash.Sha256, image.Config.Length);
        Wrote(put.Image.ManifestDigest, SizeOf(put.Image.ManifestDigest));
        _model.Images[image.Hash] = new ModelImage(Now, put.Image.ManifestDigest, layers);
    }

    private async Task InsertAsync(
        IndexNamespace ns, BuildRecord record, (string Name, IndexScope Scope)? place, DateTimeOffset pushed)
    {
        var expires = Now + TimeSpan.FromDays(1 + _random.Next(60));
        var entry = TestBuild.Entry(ns.Value, record with { PushDate = pushed }, expires);
        await _store.Index.InsertAsync(entry, Cancel);
        _model.Insert(
            ns,
            new ModelEntry(record.Id, record.Digest, record.ImageHash!.Value, entry.Rank, expires, place),
            Now);
    }

    /// <summary>A file that was just written gets the time of the history.</summary>
    private void Wrote(Sha256Digest digest, long size)
    {
        string path = Path.Join(_folder.Blobs, digest.ToString());
        Assert.True(File.GetLastWriteTimeUtc(path) < _realNow.AddDays(1).UtcDateTime, "It was not written.");
        File.SetLastWriteTimeUtc(path, Now.UtcDateTime);
        _model.Files[digest] = (size, Now);
    }

    private long SizeOf(Sha256Digest digest) => new FileInfo(Path.Join(_folder.Blobs, digest.ToString())).Length;

    /// <summary>An image that is built on an earlier one, or on none, and shares its layers.</summary>
    private void Know(string name, int version)
    {
        var parents = _known.Where(known => string.CompareOrdinal(known.Name, name) < 0).ToList();
        var parent = parents.Count > 0 && _random.Next(4) > 0 ? parents[_random.Next(parents.Count)] : default;
        byte[] inputs = new BuildInputs
        {
            Args = ImmutableSortedDictionary<string, string>.Empty
                .WithComparers(StringComparer.Ordinal)
                .Add("VERSION", $"{name}{version}"),
            CacheBuster = string.Empty,
            Files = [],
            Parents = parent.Name is null ? [] : [new ManifestParent(parent.Name, parent.Digest)],
            Platform = "linux/amd64",
        }.ToManifest();
        _known.Add((
            InputsDigest.Of(inputs),
            name,
            [.. parent.Layers ?? [], TestImage.Layer($"{name} {version}", 200 + (_known.Count * 20))],
            inputs));
    }

    private static ImmutableArray<InputsDigest> Parents(byte[] inputs) =>
        [.. BuildInputs.Parse(inputs).Parents.Select(parent => parent.Digest)];

    private RetentionPolicy RandomPolicy() => new()
    {
        Grace = TimeSpan.FromHours(_random.Next(1, 72)),
        Rules =
        [
            .. Enumerable.Range(1, _random.Next(3)).Select(number => new RetentionRule(number)
            {
                Images = _random.Next(2) == 0 ? NamePatterns.Every : new NamePatterns([Names[_random.Next(3)], "c"]),
                Levels = _random.Next(2) == 0 ? null : [Level.From(_random.Next(2) == 0 ? 1 : 3)],
                PullRequests = _random.Next(2) == 0,
                Keep = _random.Next(4),
                YoungerThan = _random.Next(2) == 0 ? null : TimeSpan.FromDays(_random.Next(1, 60)),
            }),
        ],
    };

    private static DateTimeOffset Seconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    /// <summary>Decides, and then the process is gone as soon as it looks up.</summary>
    private sealed class Killing(IRetention inner, CancellationTokenSource killed) : IRetention
    {
        public RetentionDecision Decide(StoreContents contents)
        {
            var decision = inner.Decide(contents);
            killed.Cancel();
            return decision;
        }
    }
}
