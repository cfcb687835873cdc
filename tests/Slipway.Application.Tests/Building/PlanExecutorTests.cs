using Slipway.Application.Builds;
using Slipway.Core.Namespaces;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Secrets;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Building;

public sealed class PlanExecutorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Parents_are_built_before_their_children()
    {
        _bench.Image("base", "scratch").Image("app", "base").Image("test", "app");

        var outcomes = await _bench.BuildAsync();

        Assert.All(outcomes.Values, outcome => Assert.Equal(OutcomeKind.Built, outcome.Kind));
        Assert.Equal(["base", "app", "test"], _bench.Engine.Built);
    }

    [Fact]
    public async Task What_was_built_is_found_again()
    {
        _bench.Image("base", "scratch").Image("app", "base");
        await _bench.BuildAsync();

        var outcomes = await _bench.BuildAsync();

        Assert.All(outcomes.Values, outcome => Assert.Equal(OutcomeKind.Reused, outcome.Kind));
        Assert.Equal(2, _bench.Engine.Built.Count);
    }

    [Fact]
    public async Task What_is_not_cached_is_built_each_time_on_what_is_found_and_leaves_nothing_in_the_index()
    {
        _bench
            .Image("base", "scratch")
            .Image("nightly", "base")
            .Image("tools", "nightly")
            .Write(
                "slipway.yml",
                "prefix: test\nfolder: images\nimages: { nightly: { cache: false }, tools: { cache: false } }\n");
        await _bench.BuildAsync();

        var outcomes = await _bench.BuildAsync();

        Assert.Equal(OutcomeKind.Reused, outcomes["base"].Kind);
        Assert.Equal(OutcomeKind.Built, outcomes["nightly"].Kind);
        Assert.Equal(OutcomeKind.Built, outcomes["tools"].Kind);
        Assert.Equal(["base", "nightly", "tools", "nightly", "tools"], _bench.Engine.Built);
        var latest = new IndexNaming(new() { Prefix = "test" }).Latest(
            ImageName.Parse("nightly"), IndexScope.Of(Level.Lowest));
        Assert.Empty(await _bench.Store.Index.FindAllAsync([latest], TestContext.Current.CancellationToken));
        var record = await _bench.Backend.Builds.FindAsync(
            outcomes["nightly"].Build!.Value, TestContext.Current.CancellationToken);
        Assert.Equal(BuildReason.Uncached, record?.Reason);
    }

    [Fact]
    public async Task A_change_rebuilds_the_image_and_what_stands_on_it_and_reverting_it_builds_nothing()
    {
        _bench.Image("base", "scratch").Image("app", "base").Image("other", "scratch");
        await _bench.BuildAsync();

        var changed = await _bench.Image("base", "scratch", "changed").BuildAsync();
        Assert.Equal(OutcomeKind.Built, changed["base"].Kind);
        Assert.Equal(OutcomeKind.Built, changed["app"].Kind);
        Assert.Equal(OutcomeKind.Reused, changed["other"].Kind);

        var reverted = await _bench.Image("base", "scratch").BuildAsync();
        Assert.All(reverted.Values, outcome => Assert.Equal(OutcomeKind.Reused, outcome.Kind));
    }

    [Fact]
    public async Task A_parent_that_the_engine_lost_is_loaded_from_the_store()
    {
        _bench.Image("base", "scratch");
        var first = await _bench.BuildAsync();
        _bench.Engine.Empty();

        var second = await _bench.Image("app", "base").BuildAsync();

        Assert.Equal(OutcomeKind.Built, second["app"].Kind);
        Assert.Equal(1, _bench.Engine.Loads);
        Assert.Matches("^slipway\\.invalid/image:[0-9a-f]{32}-", Assert.Single(_bench.Engine.Froms));
    }

    [Fact]
    public async Task When_an_image_fails_its_dependants_are_skipped_and_the_rest_goes_on()
    {
        _bench.Image("base", "scratch").Image("app", "base").Image("test", "app").Image("other", "scratch");
        _bench.Engine.DuringBuild = (name, _) =>
            name == "base" ? throw ScriptedEngine.Failure("no") : Task.CompletedTask;

        var outcomes = await _bench.BuildAsync();

        Assert.Equal(OutcomeKind.Failed, outcomes["base"].Kind);
        Assert.Equal(OutcomeKind.Skipped, outcomes["app"].Kind);
        Assert.Equal(ImageName.Parse("base"), outcomes["test"].SkippedFor);
        Assert.Equal(OutcomeKind.Built, outcomes["other"].Kind);
    }

    [Fact]
    public async Task A_failed_build_has_a_record_and_a_log()
    {
        _bench.Image("base", "scratch");
        _bench.Engine.DuringBuild = (_, _) => throw ScriptedEngine.Failure("no room");

        var outcome = (await _bench.BuildAsync())["base"];

        var record = await _bench.Store.Builds.FindAsync(outcome.Build!.Value, TestContext.Current.CancellationToken);
        Assert.Equal(BuildResult.Failed, record!.Result);
        using var log = new StreamReader(_bench.Store.Builds.OpenLog(record.Id)!);
        string text = await log.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("building base", text, StringComparison.Ordinal);
        Assert.Contains("no room", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_chain_is_begun_first_by_what_builds_took_before()
    {
        _bench.Image("a", "scratch").Image("y", "scratch").Image("z", "y");

        await _bench.BuildAsync(parallelism: 1);

        Assert.Equal(["y", "a", "z"], _bench.Engine.Built);
    }

    [Fact]
    public async Task What_becomes_free_at_once_is_begun_by_its_chain_too()
    {
        _bench.Image("base", "scratch").Image("a", "base").Image("b", "base");
        _bench.Image("m", "base").Image("y", "m").Image("z", "y");

        await _bench.BuildAsync(parallelism: 1);

        Assert.Equal(["base", "m", "y", "a", "b", "z"], _bench.Engine.Built);
    }

    [Fact]
    public async Task What_stands_on_a_failed_image_takes_no_slot()
    {
        _bench.Image("base", "scratch").Image("app", "base").Image("test", "app").Image("other", "scratch");
        _bench.Engine.DuringBuild = (name, _) =>
            name == "base" ? throw ScriptedEngine.Failure("no") : Task.CompletedTask;

        var outcomes = await _bench.BuildAsync(parallelism: 1);

        Assert.Equal(OutcomeKind.Skipped, outcomes["test"].Kind);
        Assert.Equal(OutcomeKind.Built, outcomes["other"].Kind);
    }

    [Fact]
    public async Task No_more_images_than_asked_for_are_built_at_once()
    {
        for (int i = 0; i < 6; i++)
        {
            _bench.Image($"image{i}", "scratch");
        }

        // Each waits for another one: it takes two at once to get on, and a third would be counted.
        TaskCompletionSource? alone = null;
        _bench.Engine.DuringBuild = (_, token) =>
        {
            var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref alone, own, null) is not { } other)
            {
                return own.Task.WaitAsync(Patience, token);
            }

            alone = null;
            other.SetResult();
            return Task.CompletedTask;
        };
        await _bench.BuildAsync(parallelism: 2);

        Assert.Equal(2, _bench.Engine.MostAtOnce);
    }

    [Fact]
    public async Task Cancelling_stops_what_runs_and_starts_nothing_more()
    {
        _bench.Image("base", "scratch").Image("app", "base");
        using var cancellation = new CancellationTokenSource();
        _bench.Engine.DuringBuild = async (_, token) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Patience, token);
        };

        var outcomes = await _bench.BuildAsync(stop: cancellation);

        Assert.All(outcomes.Values, outcome => Assert.Equal(OutcomeKind.Cancelled, outcome.Kind));
        var record = Assert.Single(
            await _bench.Store.Builds.ListAsync(ImageName.Parse("base"), 10, TestContext.Current.CancellationToken));
        Assert.Equal(BuildResult.Cancelled, record.Result);
    }

    [Fact]
    public async Task Two_runs_at_once_build_a_digest_once()
    {
        _bench.Image("base", "scratch").Image("app", "base");
        _bench.Engine.DuringBuild = async (_, token) =>
        {
            while (!_bench.Events.Any(happened => happened is BuildEvent.Waiting { Image.Value: "base" }))
            {
                await Task.Delay(1, token);
            }
        };

        var both = await Task.WhenAll(_bench.BuildAsync(), _bench.BuildAsync());

        Assert.Equal(["base", "app"], _bench.Engine.Built);
        Assert.All(both.SelectMany(run => run.Values), outcome => Assert.True(outcome.IsAvailable));
    }

    [Fact]
    public async Task What_is_kept_out_of_the_index_is_not_found()
    {
        _bench.Image("base", "scratch");
        await _bench.BuildAsync(index: false);

        Assert.True((await _bench.PlanAsync()).Images.Single().MustBuild);
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(1, true, true)]
    [InlineData(2, false, true)]
    [InlineData(3, false, true)]
    public async Task The_engines_memory_is_used_at_the_lowest_level_only_and_never_by_force(
        int level, bool force, bool forgets)
    {
        _bench.Image("base", "scratch");

        await _bench.BuildAsync(level, force);

        Assert.Equal(forgets, Assert.Single(_bench.Engine.Requests).NoCache);
    }

    [Fact]
    public async Task A_missing_secret_is_an_error()
    {
        _bench.Image("base", "scratch").Image("app", "base")
            .Write("slipway.yml", "prefix: test\nfolder: images\nimages:\n  app: { secrets: [token] }\n");

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => _bench.CheckSecretsAsync([]));

        Assert.Equal(BuildCodes.SecretMissing, Assert.Single(failure.Diagnostics).Code);
    }

    [Fact]
    public async Task A_secret_that_no_image_asks_for_is_an_error_that_names_the_nearest()
    {
        _bench.Image("app", "scratch")
            .Write("slipway.yml", "prefix: test\nfolder: images\nimages:\n  app: { secrets: [token] }\n");

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => _bench.CheckSecretsAsync(
            [new BuildSecret("token", null, "TOKEN"), new BuildSecret("tokem", null, "TOKEN")]));

        var problem = Assert.Single(failure.Diagnostics);
        Assert.Equal(BuildCodes.SecretUnused, problem.Code);
        Assert.Contains("'token'", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_gets_its_local_tags()
    {
        _bench.Image("base", "scratch");

        var outcome = (await _bench.BuildAsync())["base"];

        Assert.Contains("base:latest", _bench.Engine.Tags);
        Assert.Contains($"base:{outcome.Planned.Digest.Short}", _bench.Engine.Tags);
    }

    [Fact]
    public async Task A_lower_levels_image_is_built_again_for_a_higher_level()
    {
        _bench.Image("base", "scratch");
        await _bench.BuildAsync(level: 1);

        var outcome = (await _bench.BuildAsync(level: 3))["base"];

        Assert.Equal(OutcomeKind.Built, outcome.Kind);
        Assert.Equal(OutcomeKind.Reused, (await _bench.BuildAsync(level: 1))["base"].Kind);
    }

    [Fact]
    public async Task The_names_given_to_parents_are_taken_back()
    {
        _bench.Image("base", "scratch").Image("app", "base");

        await _bench.BuildAsync();

        Assert.DoesNotContain(_bench.Engine.Tags, tag => tag.StartsWith("slipway.invalid/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_names_that_a_killed_run_gave_are_removed_and_those_of_others_stay()
    {
        _bench.Image("base", "scratch").Image("app", "base");
        string address = _bench.Engine.Description.Endpoint;
        var killed = BuildId.New();
        (await _bench.Store.Runs.BeginAsync(killed, address, TestContext.Current.CancellationToken)).Dispose();
        var living = BuildId.New();
        using var other = await _bench.Store.Runs.BeginAsync(living, address, TestContext.Current.CancellationToken);
        foreach (var run in new[] { killed, living, BuildId.New() })
        {
            _bench.Engine.Hold($"slipway.invalid/base:0123-{run}");
        }

        await _bench.BuildAsync();

        Assert.Equal(2, _bench.Engine.Tags.Count(tag => tag.StartsWith("slipway.invalid/", StringComparison.Ordinal)));
        Assert.DoesNotContain(_bench.Engine.Tags, tag => tag.EndsWith($"-{killed}", StringComparison.Ordinal));
        Assert.Contains(_bench.Engine.Tags, tag => tag.EndsWith($"-{living}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_image_that_is_whole_again_when_its_turn_comes_was_built_by_nobody_in_between()
    {
        _bench.Image("one", "scratch").Image("two", "scratch");
        await _bench.BuildAsync();
        _bench.Hide();
        _bench.Engine.DuringBuild = (_, _) =>
        {
            _bench.Restore();
            return Task.CompletedTask;
        };

        var outcomes = await _bench.BuildAsync(parallelism: 1);

        Assert.Equal(
            [OutcomeKind.Reused, OutcomeKind.Built], outcomes.Values.Select(outcome => outcome.Kind).Order());
        Assert.Equal(
            IndexScope.Of(Level.Lowest), outcomes.Values.Single(outcome => outcome.Kind == OutcomeKind.Reused).FoundAt);
    }

    [Fact]
    public async Task A_trusted_build_refuses_a_base_that_is_a_local_build()
    {
        _bench.Engine.Hold("debian:12", ("dev.slipway.image", "debian"));
        _bench.Image("app", "debian:12");

        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(level: 1))["app"].Kind);
        Assert.Contains(
            _bench.Events.OfType<BuildEvent.Warned>(), warned => warned.Diagnostic.Code == BuildCodes.LocalBase);

        var outcome = (await _bench.BuildAsync(level: 3))["app"];
        Assert.Equal(BuildCodes.LocalBase, Assert.Single(outcome.Diagnostics).Code);
    }

    [Fact]
    public async Task A_trusted_build_takes_a_base_that_Slipway_did_not_build()
    {
        _bench.Engine.Hold("debian:12");
        _bench.Image("app", "debian:12");

        Assert.Equal(OutcomeKind.Built, (await _bench.BuildAsync(level: 3))["app"].Kind);
    }

    [Fact]
    public async Task A_digest_that_two_images_share_is_built_once_and_found_under_both_names()
    {
        _bench.Image("one", "scratch").Image("two", "scratch").Write("images/two/content", "one ");

        var outcomes = await _bench.BuildAsync();

        Assert.Single(_bench.Engine.Built);
        var adopted = outcomes.Values.Single(outcome => outcome.Kind == OutcomeKind.BuiltElsewhere);
        Assert.NotNull(adopted.SameAs);
        Assert.Contains($"{adopted.Planned.Name}:latest", _bench.Engine.Tags);
        foreach (var ns in adopted.Planned.Inserts)
        {
            Assert.NotNull(await _bench.Store.Index.FindAsync(ns, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task What_throws_unexpectedly_fails_its_image_and_no_other()
    {
        _bench.Image("base", "scratch").Image("other", "scratch");
        _bench.Engine.DuringBuild = (name, _) =>
            name == "base" ? throw new InvalidOperationException("odd") : Task.CompletedTask;

        var outcomes = await _bench.BuildAsync();

        Assert.Equal(BuildCodes.Unexpected, Assert.Single(outcomes["base"].Diagnostics).Code);
        Assert.Equal(OutcomeKind.Built, outcomes["other"].Kind);
    }

    [Fact]
    public async Task A_forced_build_of_an_older_push_replaces_the_digests_entry_and_leaves_latest()
    {
        _bench.Image("base", "scratch");
        await _bench.BuildAsync();
        var old = _bench.PushDate;
        _bench.PushDate = old.AddDays(-1);

        var outcome = (await _bench.BuildAsync(force: true))["base"];

        var hash = await _bench.Store.Index.FindAsync(
            outcome.Planned.Inserts[^1], TestContext.Current.CancellationToken);
        var latest = await _bench.Store.Index.FindAsync(
            outcome.Planned.Inserts[^2], TestContext.Current.CancellationToken);
        Assert.Equal(outcome.Build, hash!.Build);
        Assert.NotEqual(outcome.Build, latest!.Build);
        Assert.Contains(
            _bench.Events.OfType<BuildEvent.Warned>(), warned => warned.Diagnostic.Code == IndexCodes.NotReplaced);
    }

    [Fact]
    public async Task An_entry_of_another_digest_or_of_a_lower_level_is_not_believed()
    {
        _bench.Image("base", "scratch").Image("other", "scratch");
        var outcomes = await _bench.BuildAsync(level: 1);
        var plan = await _bench.PlanAsync(level: 3);
        var wanted = plan.Images.Single(image => image.Name.Value == "base").Inserts[^1];
        foreach (string liar in new[] { "base", "other" })
        {
            var entry = await _bench.Store.Index.FindAsync(
                outcomes[liar].Planned.Inserts[^1], TestContext.Current.CancellationToken);
            await _bench.Store.Index.InsertAsync(
                entry! with { Namespace = wanted }, TestContext.Current.CancellationToken);

            Assert.All((await _bench.PlanAsync(level: 3)).Images, image => Assert.True(image.MustBuild));
        }
    }
}
