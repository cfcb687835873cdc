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
public sealed class SharedCollectorTests(PlainRegistry registry)
    : CollectorTest(registry), IClassFixture<PlainRegistry>
{
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
        Assert.NotNull(await Client.FindManifestAsync(done.Condemned[0], Cancel));
        var waiting = await PlanAsync(Collector());
        Assert.True(waiting.IsEmpty);
        Assert.Equal(done.Condemned, waiting.Waiting.Select(fate => fate.Reference));

        Clock.Advance(TimeSpan.FromHours(25));
        var later = Collector();
        var second = await PlanAsync(later);
        Assert.Equal(done.Condemned, second.Deleted.Select(fate => fate.Reference));
        var outcome = await later.CollectAsync(second, Cancel);

        Assert.Equal(done.Condemned, outcome.Deleted);
        Assert.Empty(outcome.Refusals);
        Assert.Null(await Client.FindManifestAsync(done.Condemned[0], Cancel));
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
        Clock.Advance(TimeSpan.FromHours(25));

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
            (Other, Root) = (memory, SharedRegistry.NewRoot("registry.example"));
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

            var index = new SharedBackend(SharedRegistry.Settings(Root, memory)).Index;
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
        Clock.Advance(TimeSpan.FromHours(25));
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
        var repository = RepositoryName.Parse($"{Root}/level-3/base");
        var manifest = await Client.FindManifestAsync(
            new ImageReference(repository, $"hash.{old.Digest}", null), Cancel);
        await Client.PutManifestAsync(repository, "stable", manifest!, Cancel);

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
        await new SharedBackend(SharedRegistry.Settings(Root!, Client)).Index.InsertAsync(named, Cancel);

        var plan = await PlanAsync(Collector());

        Assert.True(plan.IsEmpty);
        Assert.Contains(
            plan.Verdicts.Single(verdict => verdict.Build.Id == old.Build).Reasons,
            reason => reason is { Kind: KeepKind.NamedElsewhere, By: "mine.pinned" });
        Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(
            [old.Build], (await PlanAsync(Collector())).Condemned.Select(fate => fate.Verdict.Build.Id));
    }

    [Fact]
    public async Task A_registry_that_does_not_delete_is_told_about_and_finds_nothing_all_the_same()
    {
        await using var keeping = await TestRegistry.StartAsync(deletes: false);
        Root = SharedRegistry.NewRoot(keeping.Host);
        var old = await BuildAsync("base", "one", daysAgo: 9);
        await BuildAsync("base", "two", daysAgo: 3);
        await CollectAsync();
        Clock.Advance(TimeSpan.FromHours(25));

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
        var denying = new CountingRegistry(Client);
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
    public async Task Who_may_write_at_a_lower_level_lets_nothing_go_at_a_higher_one(bool isBuildNamed)
    {
        var memory = new MemoryRegistry();
        (Other, Root) = (memory, SharedRegistry.NewRoot("registry.example"));
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
        var lower = RepositoryName.Parse($"{Root}/level-1/app");
        var document = SharedManifest.Read((await memory.FindManifestAsync(
            new ImageReference(RepositoryName.Parse($"{Root}/level-3/app"), $"hash.{top.Digest}", null), Cancel))!)!;
        foreach (var blob in document.Layers.Append(document.Config))
        {
            var content = await memory.ReadBlobAsync(RepositoryName.Parse($"{Root}/level-3/app"), blob, Cancel);
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
        var lower = RepositoryName.Parse($"{Root}/level-1/base");
        await SmallBlob.Empty.PlaceAsync(Client, lower, Cancel);
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
            await Client.PutManifestAsync(lower, tag, manifest, Cancel);
        }

        var warnings = new List<Diagnostic>();
        var backend = new SharedBackend(SharedRegistry.Settings(Root!, Client, SharedRegistry.Push(1)) with
        {
            Images = () => Images,
            Clock = Clock,
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
        var counting = new CountingRegistry(Client);

        Assert.False((await PlanAsync(Collector(counting))).IsEmpty);

        Assert.DoesNotContain(counting.Asked, asked =>
            asked.StartsWith("put", StringComparison.Ordinal) || asked.StartsWith("delete", StringComparison.Ordinal));
    }
}
