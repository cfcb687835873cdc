using CsCheck;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Sharing.Errors;
using Slipway.Sharing.Leases;
using Slipway.Sharing.Tests.Support;

namespace Slipway.Sharing.Tests.Leases;

/// <summary>Machines that want to build one digest, in whatever order their steps come.</summary>
public sealed class LeaseTests
{
    private const int MostSteps = 20_000;

    private static readonly TimeSpan Build = TimeSpan.FromSeconds(40);

    [Fact]
    public void Of_any_number_at_once_one_builds_at_a_time_and_all_get_there() =>
        Gen.Select(Gen.Int, Gen.Int[2, 5], Gen.Bool).Sample((seed, machines, deletes) =>
        {
            var world = new LeaseWorld(new Random(seed)) { Deletes = deletes };
            for (int i = 0; i < machines; i++)
            {
                world.Add(Build);
            }

            Assert.True(world.Run(MostSteps));
            Assert.Equal(machines, world.Builds);
            Assert.Equal(1, world.MostBuilding);
            if (deletes)
            {
                Assert.Empty(world.Tags);
                return;
            }

            // Whose steps came so late that others need not wait for it has chosen once more: two tags each time.
            var tags = world.Tags.Select(tag => LeaseTag.Parse(tag)!).ToList();
            Assert.InRange(tags.Count(tag => tag.Ticket is null), machines, int.MaxValue);
            Assert.Equal(tags.Count(tag => tag.Ticket is null), tags.Count(tag => tag.Ticket is not null));
            Assert.True(world.IsAllReleased);
        }, iter: 1000, threads: 1);

    [Fact]
    public void Who_is_late_with_choosing_chooses_again_and_gives_up_what_it_chose_first()
    {
        var world = new LeaseWorld(new Random(1)) { Deletes = false };
        var late = world.Add(Build);
        late.Pause(LeaseWorld.Times.Patience / 2);

        Assert.True(world.Run(MostSteps));

        Assert.Equal(1, world.Builds);
        Assert.Equal(4, world.Tags.Count());
        Assert.True(world.IsAllReleased);
    }

    [Theory]
    [InlineData(-350, 61)]
    [InlineData(17, 40)]
    public void Who_has_chosen_while_others_look_at_them_is_seen_with_the_number_that_they_chose(int seed, int moment)
    {
        var world = new LeaseWorld(new Random(seed));
        var victim = world.Add(Build);
        world.Add(Build);

        Assert.True(world.Run(MostSteps, step =>
        {
            if (step == moment)
            {
                victim.Kill();
            }
        }));
        Assert.Equal(1, world.MostBuilding);
    }

    [Fact]
    public void Who_is_killed_at_any_moment_is_waited_for_until_they_count_as_dead() =>
        Gen.Select(Gen.Int, Gen.Int[2, 4], Gen.Int[0, 200]).Sample((seed, machines, moment) =>
        {
            var world = new LeaseWorld(new Random(seed));
            var victim = world.Add(Build);
            for (int i = 1; i < machines; i++)
            {
                world.Add(Build);
            }

            Assert.True(world.Run(MostSteps, step =>
            {
                if (step == moment)
                {
                    victim.Kill();
                }
            }));
            Assert.InRange(world.Builds, machines - 1, machines);
            Assert.Equal(1, world.MostBuilding);
        }, iter: 300, threads: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_waits_a_second_time_for_who_was_killed(bool deletes)
    {
        var world = new LeaseWorld(new Random(1)) { Deletes = deletes };
        var victim = world.Add(TimeSpan.FromMinutes(10));
        world.Run(60);
        Assert.True(victim.IsBuilding);
        victim.Kill();
        world.Add(Build);
        Assert.True(world.Run(MostSteps));
        Assert.Equal(deletes, !world.Tags.Any());

        var hurried = world.Add(Build, waits: false);

        Assert.True(world.Run(MostSteps));
        Assert.Null(hurried.Failure);
        Assert.Equal(3, world.Builds);
    }

    [Fact]
    public void Lists_that_leave_out_what_is_there_let_nobody_wait_for_ever() =>
        Gen.Select(Gen.Int, Gen.Int[2, 4]).Sample((seed, machines) =>
        {
            var world = new LeaseWorld(new Random(seed)) { Flicker = 0.4 };
            for (int i = 0; i < machines; i++)
            {
                world.Add(Build);
            }

            // Two may build at once then; both make the same image.
            Assert.True(world.Run(MostSteps));
            Assert.Equal(machines, world.Builds);
        }, iter: 200, threads: 1);

    [Fact]
    public void A_machine_whose_clock_runs_slowly_is_not_taken_for_dead_as_long_as_it_shows_itself() =>
        Gen.Select(Gen.Int, Gen.Double[0.4, 1]).Sample((seed, speed) =>
        {
            var world = new LeaseWorld(new Random(seed));
            world.Add(Build);
            world.Add(Build, speed: speed);
            world.Add(Build);

            Assert.True(world.Run(MostSteps));
            Assert.Equal(1, world.MostBuilding);
        }, iter: 200, threads: 1);

    [Fact]
    public void A_heartbeat_is_the_same_tag_again_so_that_nobody_sees_a_new_one()
    {
        var world = new LeaseWorld(new Random(1));
        world.Add(TimeSpan.FromMinutes(30));
        var tags = new HashSet<string>(StringComparer.Ordinal);

        Assert.True(world.Run(MostSteps, _ => tags.UnionWith(world.Tags)));

        Assert.Equal(2, tags.Count);
        Assert.Single(tags, tag => LeaseTag.Parse(tag)!.Ticket == 1);
    }

    [Fact]
    public void Who_waits_is_told_for_whom()
    {
        var world = new LeaseWorld(new Random(1));
        var first = world.Add(Build);
        var second = world.Add(Build);

        Assert.True(world.Run(MostSteps));

        var (waited, other) = first.Waited.Count > 0 ? (first, "machine 1") : (second, "machine 0");
        Assert.Equal(other, Assert.Single(waited.Waited).Who);
    }

    [Fact]
    public void Who_does_not_want_to_wait_is_told_who_builds()
    {
        var world = new LeaseWorld(new Random(1));
        var holder = world.Add(TimeSpan.FromMinutes(10));
        world.Run(60);
        Assert.True(holder.IsBuilding);
        var hurried = world.Add(Build, waits: false);

        Assert.True(world.Run(MostSteps));

        var failure = Assert.IsType<SlipwayException>(hurried.Failure).Diagnostics[0];
        Assert.Equal(SharingCodes.BuiltElsewhere, failure.Code);
        Assert.Contains("machine 0", failure.Message, StringComparison.Ordinal);
        Assert.Empty(world.Tags);
    }

    [Fact]
    public void Who_was_taken_for_dead_finds_out_before_what_they_made_counts()
    {
        var world = new LeaseWorld(new Random(1));
        var sleeper = world.Add(TimeSpan.FromSeconds(60));
        var other = world.Add(TimeSpan.FromSeconds(60));
        bool slept = false;

        Assert.True(world.Run(MostSteps, _ =>
        {
            if (!slept && (sleeper.IsBuilding || other.IsBuilding))
            {
                slept = true;
                // Nothing that it puts arrives for longer than others wait.
                (sleeper.IsBuilding ? sleeper : other).Pause(TimeSpan.FromSeconds(40));
            }
        }));

        Assert.Contains(false, new[] { sleeper.Confirmed, other.Confirmed });
    }

    [Theory]
    [InlineData("lease.x.1.n")]
    [InlineData("choosing")]
    [InlineData("hash.0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("lease.0000000000000000000000000000000000000000000000000000000000000000.-1.n")]
    public void Other_tags_are_nobodys_place_in_the_queue(string tag) => Assert.Null(LeaseTag.Parse(tag));

    [Fact]
    public void A_tag_is_read_as_it_was_written()
    {
        foreach (long? ticket in new long?[] { null, 1, 4_000_000_000 })
        {
            var tag = new LeaseTag(LeaseWorld.Digest, ticket, "AbC_-9");
            Assert.Equal(tag, LeaseTag.Parse(tag.Text));
            Assert.True(ImageReference.IsTag(tag.Text));
        }
    }
}
