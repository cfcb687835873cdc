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

/// <summary>Collections in Debian's docker-registry.</summary>
public sealed class SharedCollectorTests(PlainRegistry registry) : IClassFixture<PlainRegistry>, IDisposable
{
    private static readonly IndexNaming Naming = new(new SlipwayConfig { Prefix = "gecko" });
    private static readonly ImageName[] Images = [ImageName.Parse("base"), ImageName.Parse("app")];

    private readonly RegistryClient _client = SharedRegistry.Client();
    private readonly List<Machine> _machines = [];
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private RepositoryName? _root;
    private IImageRegistry? _other;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RetentionPolicy KeepOne => new() { Rules = [new RetentionRule(1) { Keep = 1 }] };

    [Fact]
    public async Task What_the_policy_does_not_keep_is_condemned_and_deleted_after_the_grace()
    {
        var old = await BuildAsync("base", "one", daysAgo: 9);
        var kept = await BuildAsync("base", "two", daysAgo: 3);
        var collector = Collector();

        var plan = await PlanAsync(collector);
        Assert.Equal([old.Build], plan.Condemned.Select(fate => fate.Verdict.Build.Id));
        Assert.True(plan.Condemned[0].Bytes > 5000, "Nothing of it would become free.");
        Assert.True(plan.Deleted.IsEmpty && plan.Waiting.IsEmpty && plan.Restored.IsEmpty);
        Assert.NotNull(await FindAsync(old));
        var done = await collector.CollectAsync(plan, Cancel);

        Assert.Equal(plan.Condemned.Select(fate => fate.Reference), done.Condemned);
        Assert.Empty(done.Deleted);
        Assert.Null(await FindAsync(old));
        Assert.NotNull(await FindAsync(kept));
        // Whoever has found it goes on using it.
        Assert.NotNull(await _client.FindManifestAsync(done.Condemned[0], Cancel));
        var waiting = await PlanAsync(Collector());
        Assert.True(waiting.IsEmpty);
        Assert.Equal(done.Condemned, waiting.Waiting.Select(fate => fate.Reference));

        _clock.Advance(TimeSpan.FromHours(25));
        var later = Collector();
        var second = await PlanAsync(later);
        Assert.Equal(done.Condemned, second.Deleted.Select(fate => fate.Reference));
        var outcome = await later.CollectAsync(second, Cancel);

        Assert.Equal(done.Condemned, outcome.Deleted);
        Assert.Empty(outcome.Refusals);
        Assert.Null(await _client.FindManifestAsync(done.Condemned[0], Cancel));
        Assert.NotNull(await FindAsync(kept));
        Assert.DoesNotContain(
            await TagsAsync("base"), tag => tag.StartsWith("condemned.", StringComparison.Ordinal));
        Assert.True((await PlanAsync(Collector())).IsEmpty);
    }

    [Fact]
    public async Task What_is_needed_again_before_the_grace_is_over_is_found_again()
    {
        var old = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        await CollectAsync();
        Assert.Null(await FindAsync(old));
        var used = new UsedImages();
        used.Add(old.Digest!.Value.Sha256, "branch main");
        _clock.Advance(TimeSpan.FromHours(25));

        var collector = Collector();
        var outcome = await collector.CollectAsync(await PlanAsync(collector, used), Cancel);

        Assert.Single(outcome.Restored);
        Assert.Empty(outcome.Deleted);
        Assert.Equal(old.Build, (await FindAsync(old))!.Build);
        Assert.True((await PlanAsync(Collector(), used)).IsEmpty);
    }

    [Fact]
    public async Task What_was_being_condemned_by_who_was_killed_and_is_needed_again_is_found_by_every_name()
    {
        bool isKilled = true;
        for (int changes = 0; isKilled; changes++)
        {
            var memory = new MemoryRegistry();
            (_other, _root) = (memory, SharedRegistry.NewRoot("registry.example"));
            await BuildAsync("base", "one", daysAgo: 9);
            var newest = await BuildAsync("base", "two", daysAgo: 3);
            var nothing = new RetentionPolicy { Rules = [new RetentionRule(1) { Keep = 0 }] };
            var collector = Collector(memory);
            var plan = await collector.PlanAsync(nothing, new UsedImages(), Images, Cancel);
            memory.KillAfter = changes;
            isKilled = await Record.ExceptionAsync(() => collector.CollectAsync(plan, Cancel)) is not null;
            Assert.True(isKilled || changes > 4);
            memory.KillAfter = -1;

            var again = Collector(memory);
            await again.CollectAsync(await PlanAsync(again), Cancel);

            var index = new SharedBackend(SharedRegistry.Settings(_root, memory)).Index;
            foreach (var ns in Naming.Inserts(
                Images[0], newest.Digest!.Value, SharedRegistry.Push() with { PushDate = newest.PushedAt }))
            {
                Assert.Equal(newest.Build, (await index.FindAsync(ns, Cancel))?.Build);
            }
        }
    }

    [Fact]
    public async Task What_was_built_anew_between_the_plan_and_its_use_is_found()
    {
        await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        var collector = Collector();
        var plan = await PlanAsync(collector);
        var again = await BuildAsync("base", "one", daysAgo: 0);

        await collector.CollectAsync(plan, Cancel);

        Assert.Equal(again.Build, (await FindAsync(again))!.Build);
        _clock.Advance(TimeSpan.FromHours(25));
        await CollectAsync();
        Assert.Equal(again.Build, (await FindAsync(again))!.Build);
    }

    [Fact]
    public async Task What_kept_images_are_built_on_stays()
    {
        var parent = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        await BuildAsync("app", "top", daysAgo: 3, parent: parent.Digest);

        var plan = await PlanAsync(Collector());

        Assert.True(plan.IsEmpty);
        Assert.Contains(
            plan.Verdicts.Single(verdict => verdict.Build.Id == parent.Build).Reasons,
            reason => reason is { Kind: KeepKind.BuiltOn, By: "app" });
    }

    [Fact]
    public async Task A_tag_of_somebody_else_keeps_its_manifest()
    {
        var old = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        var repository = RepositoryName.Parse($"{_root}/level-3/base");
        var manifest = await _client.FindManifestAsync(
            new ImageReference(repository, $"hash.{old.Digest}", null), Cancel);
        await _client.PutManifestAsync(repository, "stable", manifest!, Cancel);

        var plan = await PlanAsync(Collector());

        Assert.True(plan.IsEmpty);
        Assert.Contains(
            plan.Verdicts.Single(verdict => verdict.Build.Id == old.Build).Reasons,
            reason => reason is { Kind: KeepKind.NamedElsewhere } && reason.By!.EndsWith(
                "base:stable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_somebody_gave_to_a_build_keeps_it_until_it_expires()
    {
        var old = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        var named = old with
        {
            Namespace = IndexNamespace.Parse("mine.pinned"),
            Expires = DateTimeOffset.UtcNow.AddDays(1),
        };
        await new SharedBackend(SharedRegistry.Settings(_root!, _client)).Index.InsertAsync(named, Cancel);

        var plan = await PlanAsync(Collector());

        Assert.True(plan.IsEmpty);
        Assert.Contains(
            plan.Verdicts.Single(verdict => verdict.Build.Id == old.Build).Reasons,
            reason => reason is { Kind: KeepKind.NamedElsewhere, By: "mine.pinned" });
        _clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(
            [old.Build], (await PlanAsync(Collector())).Condemned.Select(fate => fate.Verdict.Build.Id));
    }

    [Fact]
    public async Task A_registry_that_does_not_delete_is_told_about_and_finds_nothing_all_the_same()
    {
        await using var keeping = await TestRegistry.StartAsync(deletes: false);
        _root = SharedRegistry.NewRoot(keeping.Host);
        var old = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        await CollectAsync();
        _clock.Advance(TimeSpan.FromHours(25));

        var outcome = await CollectAsync();

        Assert.Empty(outcome.Deleted);
        var refusal = Assert.Single(outcome.Refusals);
        Assert.Equal((SharingCodes.NotRemoved, Severity.Warning), (refusal.Code, refusal.Severity));
        Assert.Null(await FindAsync(old));
    }

    [Fact]
    public async Task Where_nothing_may_be_written_nothing_goes_and_that_is_told()
    {
        var old = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        var denying = new CountingRegistry(_client);
        var collector = Collector(denying);
        var plan = await PlanAsync(collector);
        denying.Denied = "/level-3/base";

        var outcome = await collector.CollectAsync(plan, Cancel);

        Assert.Empty(outcome.Condemned);
        Assert.Contains("may not be written", Assert.Single(outcome.Refusals).Message, StringComparison.Ordinal);
        Assert.NotNull(await FindAsync(old));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_explains_a_build_goes_with_it_as_planned_and_nothing_that_another_one_needs(bool lists)
    {
        await using var server = new StandIn { HasReferrers = lists };
        _root = SharedRegistry.NewRoot(server.Host);
        var old = await BuildAsync("base", "one", daysAgo: 9);
        var twin = await BuildAsync("base", "two", daysAgo: 8);
        var kept = await BuildAsync("base", "two", daysAgo: 3);
        var before = await TagsAsync("base");
        await CollectAsync();
        Assert.All(before, tag => Assert.Contains(tag, TagsAsync("base").Result));
        _clock.Advance(TimeSpan.FromHours(25));

        var collector = Collector();
        var plan = await PlanAsync(collector);
        var outcome = await collector.CollectAsync(plan, Cancel);

        // Of the twin, the tag of the inputs leads to those of the newer build; its own are in the list alone.
        Assert.Equal(
            new[] { 2, lists ? 0 : 2, 2, 2, 1 },
            Enum.GetValues<SharedDocumentKind>().Select(kind => plan.Documents.Count(one => one.Kind == kind)));
        Assert.Equal(plan.Documents.Select(one => one.Reference).ToHashSet(), outcome.Documents.ToHashSet());
        foreach (var document in plan.Documents)
        {
            Assert.Null(await _client.FindManifestAsync(document.Reference, Cancel));
            Assert.True(document.Bytes > 0);
        }

        var left = await TagsAsync("base");
        Assert.DoesNotContain(left, tag => tag.Contains(old.Build.Value) || tag.Contains(twin.Build.Value));
        Assert.DoesNotContain($"inputs.{old.Digest}", left);
        Assert.Equal(lists ? 0 : 1, left.Count(tag => tag.StartsWith("sha256-", StringComparison.Ordinal)));
        var backend = new SharedBackend(
            SharedRegistry.Settings(_root, _client) with { Images = () => Images, Clock = _clock });
        Assert.NotNull(await backend.Records.FindInputsAsync(kept.Digest!.Value, Cancel));
        Assert.Equal(kept.Build, Assert.Single(await backend.Records.ListAsync(Images[0], 10, Cancel)).Id);
        Assert.NotNull(await backend.Records.FindLogAsync(Images[0], kept.Build, Cancel));
        Assert.True((await PlanAsync(Collector())).IsEmpty);
    }

    [Fact]
    public async Task What_somebody_else_has_said_about_an_image_is_left_alone()
    {
        var old = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        var repository = RepositoryName.Parse($"{_root}/level-3/base");
        var image = (await _client.FindManifestAsync(
            new ImageReference(repository, $"hash.{old.Digest}", null), Cancel))!;
        var signature = ImageManifestWriter.Write(
            SmallBlob.Empty.Descriptor,
            [SmallBlob.Empty.Descriptor],
            ImmutableSortedDictionary<string, string>.Empty,
            "application/vnd.example.signature",
            image.Descriptor);
        await _client.PutReferrerAsync(repository, "signed", signature, Cancel);
        await CollectAsync();
        _clock.Advance(TimeSpan.FromHours(25));

        await CollectAsync();

        Assert.Null(await _client.FindManifestAsync(new ImageReference(repository, null, image.RepoDigest), Cancel));
        Assert.NotNull(await _client.FindManifestAsync(new ImageReference(repository, "signed", null), Cancel));
        Assert.Contains($"sha256-{image.Descriptor.Digest}", await TagsAsync("base"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_may_write_at_a_lower_level_lets_nothing_go_at_a_higher_one(bool isBuildNamed)
    {
        var memory = new MemoryRegistry();
        (_other, _root) = (memory, SharedRegistry.NewRoot("registry.example"));
        var parent = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        var top = await BuildAsync("app", "top", daysAgo: 3, parent: parent.Digest);
        byte[] inputs = new BuildInputs
        {
            Args = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal),
            CacheBuster = string.Empty,
            Files = [],
            Parents = [],
            Platform = "linux/amd64",
        }.ToManifest();
        var lower = RepositoryName.Parse($"{_root}/level-1/app");
        var document = SharedManifest.Read((await memory.FindManifestAsync(
            new ImageReference(RepositoryName.Parse($"{_root}/level-3/app"), $"hash.{top.Digest}", null), Cancel))!)!;
        foreach (var blob in document.Layers.Append(document.Config))
        {
            var content = await memory.ReadBlobAsync(RepositoryName.Parse($"{_root}/level-3/app"), blob, Cancel);
            await memory.UploadBlobAsync(lower, blob, _ => new MemoryStream(content.ToArray()), null, Cancel);
        }

        // As if it were the same build, of inputs without parents; or another build of the same digest.
        var digest = isBuildNamed ? InputsDigest.Of(inputs) : top.Digest!.Value;
        await memory.PutManifestAsync(
            lower,
            $"hash.{digest}",
            ImageManifestWriter.Write(
                document.Config,
                document.Layers,
                document.Annotations
                    .SetItem("dev.slipway.build", isBuildNamed ? top.Build.Value : BuildId.New().Value)
                    .SetItem("dev.slipway.digest", digest.ToString())
                    .SetItem("dev.slipway.rank", "9223372036854775807")),
            Cancel);
        await new DocumentWriter(memory).PutAsync(
            lower,
            [$"inputs.{digest}"],
            DocumentTypes.Inputs,
            [(DocumentTypes.Inputs, inputs)],
            ImmutableSortedDictionary<string, string>.Empty,
            null,
            Cancel);

        var plan = await PlanAsync(Collector(memory));

        Assert.DoesNotContain(plan.Condemned, fate => fate.Reference.Repository.Path.Contains("/level-3/"));
        Assert.Contains(
            plan.Verdicts.Single(verdict => verdict.Build.Id == parent.Build).Reasons,
            reason => reason is { Kind: KeepKind.BuiltOn, By: "app" });
    }

    [Fact]
    public async Task What_cannot_be_read_stops_no_collection_and_no_look()
    {
        var old = await BuildAsync("base", "one", daysAgo: 9);
        var kept = await BuildAsync("base", "two", daysAgo: 3);
        var lower = RepositoryName.Parse($"{_root}/level-1/base");
        await SmallBlob.Empty.PlaceAsync(_client, lower, Cancel);
        byte[] broken = Encoding.UTF8.GetBytes(Encoding.UTF8
            .GetString(ImageManifestWriter.Write(SmallBlob.Empty.Descriptor, [SmallBlob.Empty.Descriptor]).Content.Span)
            .Replace("\"size\":2", "\"size\":-2", StringComparison.Ordinal));
        var manifest = new RegistryManifest(
            new OciDescriptor(OciMediaTypes.Manifest, Sha256Digest.Of(broken), broken.Length), broken);
        foreach (string tag in (string[])
        [
            "latest", "other", "pushdate.20260101000000", $"hash.{kept.Digest}", $"inputs.{kept.Digest}",
            $"record.20260101000000.{kept.Digest}.{kept.Build}", $"log.{kept.Build}",
            $"condemned.20260101000000.{kept.Digest}", $"sha256-{kept.Digest}",
        ])
        {
            await _client.PutManifestAsync(lower, tag, manifest, Cancel);
        }

        var warnings = new List<Diagnostic>();
        var backend = new SharedBackend(SharedRegistry.Settings(_root!, _client, SharedRegistry.Push(1)) with
        {
            Images = () => Images,
            Clock = _clock,
            Warn = warnings.Add,
        });

        var plan = await PlanAsync(backend.Collector);

        Assert.Equal([old.Build], plan.Condemned.Select(fate => fate.Verdict.Build.Id));
        Assert.NotEmpty(warnings);
        Assert.All(warnings, warning => Assert.Equal(SharingCodes.Unreadable, warning.Code));
        Assert.Null(await backend.Index.FindAsync(
            Naming.Hash(Images[0], kept.Digest!.Value, IndexScope.Of(Level.Lowest)), Cancel));
        Assert.NotEmpty(await backend.Index.ListNamespacesAsync(null, Cancel));
        Assert.Equal(2, (await backend.Records.ListAsync(Images[0], 10, Cancel)).Length);
        Assert.NotNull(await backend.Records.FindInputsAsync(kept.Digest!.Value, Cancel));
        Assert.NotNull(await backend.Records.FindLogAsync(Images[0], kept.Build, Cancel));
    }

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        var counting = new CountingRegistry(_client);

        Assert.False((await PlanAsync(Collector(counting))).IsEmpty);

        Assert.DoesNotContain(counting.Asked, asked =>
            asked.StartsWith("put", StringComparison.Ordinal) || asked.StartsWith("delete", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _machines.ForEach(machine => machine.Dispose());
        _client.Dispose();
    }

    private async Task<SharedGcOutcome> CollectAsync()
    {
        var collector = Collector();
        return await collector.CollectAsync(await PlanAsync(collector), Cancel);
    }

    private static Task<SharedGcPlan> PlanAsync(SharedCollector collector, UsedImages? used = null) =>
        collector.PlanAsync(KeepOne, used ?? new UsedImages(), Images, Cancel);

    // Each as another process has it, which remembers nothing.
    private SharedCollector Collector(IImageRegistry? other = null) => new SharedBackend(
        SharedRegistry.Settings(_root!, other ?? _client) with { Images = () => Images, Clock = _clock }).Collector;

    private async Task<IndexEntry?> FindAsync(IndexEntry entry) => await new SharedBackend(
        SharedRegistry.Settings(_root!, _client)).Index.FindAsync(entry.Namespace, Cancel);

    private Task<IReadOnlyList<string>> TagsAsync(string image) =>
        _client.ListTagsAsync(RepositoryName.Parse($"{_root}/level-3/{image}"), Cancel);

    /// <summary>Builds an image as a push some days ago did, with all of its entries.</summary>
    private async Task<IndexEntry> BuildAsync(
        string name, string words, double daysAgo, InputsDigest? parent = null)
    {
        _root ??= SharedRegistry.NewRoot(registry.Host);
        var machine = new Machine(_root, _other ?? _client, 3, "base", "app");
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
