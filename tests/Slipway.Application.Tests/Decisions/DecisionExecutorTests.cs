using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Application.Decisions;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.Decisions;

public sealed class DecisionExecutorTests
{
    private static readonly TaskId Group = DecisionBench.Group;

    private readonly MemoryQueue _queue = new();
    private DateTimeOffset _decidedAt = new(2026, 11, 6, 21, 20, 0, TimeSpan.Zero);

    public DecisionExecutorTests() => _queue.Put(
        Group,
        new JsonObject { ["created"] = "2026-11-06T21:00:00Z", ["expires"] = "2027-11-06T21:00:00Z" },
        TaskState.Running);

    [Fact]
    public async Task Parents_are_created_before_their_children()
    {
        var plan = await PlanAsync();
        var report = await RunAsync(plan);

        Assert.Equal(4, report.Outcomes.Length);
        Assert.All(report.Outcomes, outcome => Assert.True(outcome.IsCreated));
        Assert.Equal(IdOf(plan, "base"), _queue.Created[0]);
        Assert.Equal(IdOf(plan, "top"), _queue.Created[^1]);
    }

    [Fact]
    public async Task A_second_decision_creates_nothing_however_late_it_is()
    {
        await RunAsync(await PlanAsync());
        _queue.Now = _decidedAt += TimeSpan.FromHours(5);
        var report = await RunAsync(await PlanAsync());

        Assert.Equal(4, _queue.Created.Count);
        Assert.All(report.Outcomes, outcome => Assert.False(outcome.IsCreated));
        Assert.Equal(TaskState.Unscheduled, report.Outcomes[0].State);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task A_decision_that_broke_off_is_finished()
    {
        var plan = await PlanAsync();
        _queue.BeforeCreation = (id, _) =>
        {
            if (id == IdOf(plan, "right"))
            {
                throw new SlipwayException(new Diagnostic(TaskCodes.CannotWrite, "The connection broke", "Try again."));
            }
        };
        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(plan));
        _queue.BeforeCreation = null;

        var report = await RunAsync(await PlanAsync());

        Assert.Equal(2, report.Outcomes.Count(outcome => outcome.IsCreated));
        Assert.Equal(4, _queue.Created.Distinct().Count());
    }

    [Fact]
    public async Task What_needs_a_task_that_could_not_be_created_is_left_out_and_the_rest_is_not()
    {
        var plan = await PlanAsync();
        _queue.BeforeCreation = (id, _) =>
        {
            if (id == IdOf(plan, "left"))
            {
                throw new SlipwayException(new Diagnostic(TaskCodes.CannotWrite, "The Queue says no", "Ask it why."));
            }
        };

        var problem = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(plan));

        Assert.Equal("The Queue says no", Assert.Single(problem.Diagnostics).Message);
        Assert.Equal([IdOf(plan, "base"), IdOf(plan, "right")], _queue.Created);
    }

    [Fact]
    public async Task Another_definition_under_the_same_id_is_an_error_that_says_where()
    {
        await RunAsync(await PlanAsync());
        var other = await PlanAsync("big");
        var problem = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(other));

        Assert.Equal(TaskCodes.TaskDiffers, Assert.Single(problem.Diagnostics).Code);
        Assert.EndsWith(
            "with another definition: workerType", problem.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_race_with_the_same_decision_ends_with_one_task()
    {
        var plan = await PlanAsync();
        _queue.BeforeCreation = (id, definition) =>
        {
            // The other decision was a second earlier, so the Queue answers this one with a conflict.
            var other = (JsonObject)definition.DeepClone();
            other["created"] = "2026-11-06T21:19:59.000Z";
            _queue.Put(id, other, TaskState.Pending);
        };

        var report = await RunAsync(plan);

        Assert.Empty(_queue.Created);
        Assert.All(report.Outcomes, outcome => Assert.Equal(TaskState.Pending, outcome.State));
    }

    [Fact]
    public async Task A_race_with_another_decision_is_an_error()
    {
        var plan = await PlanAsync();
        _queue.BeforeCreation = (id, definition) =>
        {
            var other = (JsonObject)definition.DeepClone();
            other["payload"]!["env"]!["HASH"] = "00";
            _queue.Put(id, other, TaskState.Pending);
        };

        var problem = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(plan));
        Assert.Contains("payload.env.HASH", Assert.Single(problem.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TaskState.Failed, "failed")]
    [InlineData(TaskState.Exception, "exception")]
    public async Task A_task_that_failed_before_is_kept_with_a_warning(TaskState state, string word)
    {
        var plan = await PlanAsync();
        await RunAsync(plan);
        _queue.States[IdOf(plan, "base")] = state;

        var warning = Assert.Single((await RunAsync(await PlanAsync())).Warnings);

        Assert.Equal(TaskCodes.TaskFailed, warning.Code);
        Assert.Contains(word, warning.Message, StringComparison.Ordinal);
        Assert.Equal(Severity.Warning, warning.Severity);
    }

    [Fact]
    public async Task A_child_whose_parent_was_indexed_in_between_is_kept()
    {
        var first = await PlanAsync();
        await RunAsync(first);
        var later = await PlanAsync("images", "base");

        var report = await RunAsync(later);

        Assert.Equal(3, report.Outcomes.Length);
        Assert.All(report.Outcomes, outcome => Assert.False(outcome.IsCreated));
    }

    [Fact]
    public async Task An_image_that_expires_before_the_deadline_counts_as_not_found()
    {
        var entry = new IndexEntry(
            IndexNamespace.Parse("a.b"),
            BuildId.New(),
            1,
            _decidedAt.AddHours(12),
            ImmutableSortedDictionary<string, string>.Empty);
        var lasting = new LastingIndex(new OneEntry(entry), _decidedAt.AddDays(1));

        Assert.Empty(await lasting.FindAllAsync([entry.Namespace], CancellationToken.None));
        Assert.Null(await lasting.FindAsync(entry.Namespace, CancellationToken.None));
        Assert.Single(
            await new LastingIndex(new OneEntry(entry), _decidedAt).FindAllAsync(
                [entry.Namespace], CancellationToken.None));
    }

    private static TaskId IdOf(DecisionPlan plan, string image) => plan.Images[ImageName.Parse(image)].Task;

    private Task<DecisionReport> RunAsync(DecisionPlan plan) =>
        new DecisionExecutor(_queue).ExecuteAsync(plan, Group, progress: null, TestContext.Current.CancellationToken);

    private async Task<DecisionPlan> PlanAsync(string workerType = "images", params string[] reused)
    {
        using var bench = new DecisionBench();
        return (await bench.DecideAsync(_decidedAt, workerType, reused)).Plan;
    }

    private sealed class OneEntry(IndexEntry entry) : IImageIndex
    {
        public Task<IndexEntry?> FindAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
            Task.FromResult<IndexEntry?>(entry);

        public Task<IReadOnlyDictionary<IndexNamespace, IndexEntry>> FindAllAsync(
            IReadOnlyCollection<IndexNamespace> namespaces, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<IndexNamespace, IndexEntry>>(
                new Dictionary<IndexNamespace, IndexEntry> { [entry.Namespace] = entry });

        public Task<IndexEntry> InsertAsync(IndexEntry inserted, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<IndexEntry>> ListEntriesAsync(
            IndexNamespace? below, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<IndexNamespace>> ListNamespacesAsync(
            IndexNamespace? below, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(IndexNamespace ns, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
