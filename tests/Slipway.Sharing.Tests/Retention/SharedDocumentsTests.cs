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

/// <summary>What collections do with what explains builds.</summary>
public sealed class SharedDocumentsTests(PlainRegistry registry)
    : CollectorTest(registry), IClassFixture<PlainRegistry>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_explains_a_build_goes_with_it_as_planned_and_nothing_that_another_one_needs(bool lists)
    {
        await using var server = new StandIn { HasReferrers = lists };
        Root = SharedRegistry.NewRoot(server.Host);
        var old = await BuildAsync("base", "one", daysAgo: 9);
        var twin = await BuildAsync("base", "two", daysAgo: 8);
        var kept = await BuildAsync("base", "two", daysAgo: 3);
        var before = await TagsAsync("base");
        await CollectAsync();
        var after = await TagsAsync("base");
        Assert.All(before, tag => Assert.Contains(tag, after));
        Clock.Advance(TimeSpan.FromHours(25));

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
            Assert.Null(await Client.FindManifestAsync(document.Reference, Cancel));
            Assert.True(document.Bytes > 0);
        }

        var left = await TagsAsync("base");
        Assert.DoesNotContain(left, tag => tag.Contains(old.Build.Value) || tag.Contains(twin.Build.Value));
        Assert.DoesNotContain($"inputs.{old.Digest}", left);
        Assert.Equal(lists ? 0 : 1, left.Count(tag => tag.StartsWith("sha256-", StringComparison.Ordinal)));
        var backend = new SharedBackend(
            SharedRegistry.Settings(Root, Client) with { Images = () => Images, Clock = Clock });
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
        var repository = RepositoryName.Parse($"{Root}/level-3/base");
        var image = (await Client.FindManifestAsync(
            new ImageReference(repository, $"hash.{old.Digest}", null), Cancel))!;
        var signature = ImageManifestWriter.Write(
            SmallBlob.Empty.Descriptor,
            [SmallBlob.Empty.Descriptor],
            ImmutableSortedDictionary<string, string>.Empty,
            "application/vnd.example.signature",
            image.Descriptor);
        await Client.PutReferrerAsync(repository, "signed", signature, Cancel);
        await CollectAsync();
        Clock.Advance(TimeSpan.FromHours(25));

        await CollectAsync();

        Assert.Null(await Client.FindManifestAsync(new ImageReference(repository, null, image.RepoDigest), Cancel));
        Assert.NotNull(await Client.FindManifestAsync(new ImageReference(repository, "signed", null), Cancel));
        Assert.Contains($"sha256-{image.Descriptor.Digest}", await TagsAsync("base"));
    }

    [Fact]
    public async Task Whoever_is_killed_while_sharing_leaves_nothing_that_stays()
    {
        bool isKilled = true;
        int left = 0;
        for (int changes = 0; isKilled; changes++)
        {
            var memory = new MemoryRegistry { KillAfter = changes };
            (Other, Root) = (memory, SharedRegistry.NewRoot("registry.example"));
            isKilled = await Record.ExceptionAsync(() => BuildAsync("base", "one", daysAgo: 9)) is not null;
            memory.KillAfter = -1;
            var repository = RepositoryName.Parse($"{Root}/level-3/base");
            var before = await memory.ListTagsAsync(repository, Cancel);
            // What was begun an hour ago may go on; a week later it does not.
            Clock.Advance(TimeSpan.FromDays(7));
            var nothing = new RetentionPolicy { Rules = [new RetentionRule(1) { Keep = 0 }] };
            for (int collections = 0; collections < 2; collections++)
            {
                var collector = Collector(memory);
                var plan = await collector.PlanAsync(nothing, new UsedImages(), Images, Cancel);
                await collector.CollectAsync(plan, Cancel);
                Clock.Advance(TimeSpan.FromHours(25));
            }

            left += before.Any(tag => tag.StartsWith("inputs.", StringComparison.Ordinal))
                && !before.Any(tag => tag.StartsWith("record.", StringComparison.Ordinal)) ? 1 : 0;
            Assert.DoesNotContain(
                await memory.ListTagsAsync(repository, Cancel),
                tag => tag.StartsWith("inputs.", StringComparison.Ordinal)
                    || tag.StartsWith("log.", StringComparison.Ordinal)
                    || tag.StartsWith("record.", StringComparison.Ordinal)
                    || tag.StartsWith("sha256-", StringComparison.Ordinal));
        }

        Assert.True(left > 0, "Nobody was killed between the inputs and the record.");
    }

    [Fact]
    public async Task A_push_that_goes_on_loses_nothing_of_what_it_has_written()
    {
        var memory = new MemoryRegistry { KillAfter = 8 };
        (Other, Root) = (memory, SharedRegistry.NewRoot("registry.example"));
        Assert.NotNull(await Record.ExceptionAsync(() => BuildAsync("base", "one", daysAgo: 0)));
        memory.KillAfter = -1;
        var repository = RepositoryName.Parse($"{Root}/level-3/base");
        var before = await memory.ListTagsAsync(repository, Cancel);
        Assert.NotEmpty(before);

        var collector = Collector(memory);
        var plan = await PlanAsync(collector);
        await collector.CollectAsync(plan, Cancel);

        Assert.Empty(plan.Documents);
        Assert.Equal(before, await memory.ListTagsAsync(repository, Cancel));
    }
}
