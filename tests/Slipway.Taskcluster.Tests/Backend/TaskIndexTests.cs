using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Contracts;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Taskcluster.Backend;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Testing.Index;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Backend;

/// <remarks>
/// The real service compares ranks and writes in two steps, so that of two insertions at the same moment the lower rank
/// may stay. The server of these tests does it in one.
/// </remarks>
public sealed class TaskIndexTests : ImageIndexContract, IAsyncDisposable
{
    // A build of a machine; tasks are UUIDs of version 4.
    private const string NoTask = "AAAAAAAAAAAAAAAAAAAAAA";

    private readonly Deployment _deployment = new();

    public TaskIndexTests() => StartClock();

    protected override IImageIndex Index => field ??= new TaskIndex(_deployment.Client.Index);

    // The service rounds the expiry of namespaces up to days.
    protected override TimeSpan NamespaceOutlives => TimeSpan.FromDays(1);

    // The service looks at the rank alone, until it has removed the entry.
    protected override bool RanksOutliveEntries => true;

    [Fact]
    public async Task A_build_that_is_no_task_cannot_be_inserted()
    {
        var failure = await Deployment.FailureAsync(() => Index.InsertAsync(Entry("a.b", build: NoTask), Cancel));

        Assert.Equal(TaskclusterCodes.InputInvalid, failure.Code);
        Assert.Contains($"'{NoTask}'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_deployment.Server.Requests);
    }

    [Theory]
    [InlineData(int.MaxValue + 1L)]
    [InlineData(int.MinValue - 1L)]
    public async Task A_rank_beyond_32_bits_is_refused_before_the_service_fails(long rank)
    {
        var failure = await Deployment.FailureAsync(() => Index.InsertAsync(Entry("a.b", rank), Cancel));

        Assert.Equal(TaskclusterCodes.InputInvalid, failure.Code);
        Assert.Contains($"{rank}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_deployment.Server.Requests);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task The_ends_of_what_fits_into_32_bits_are_ranks(long rank) =>
        Assert.Equal(rank, (await Index.InsertAsync(Entry("a.b", rank), Cancel)).Rank);

    [Fact]
    public async Task Data_that_others_wrote_is_kept_as_text_and_as_json()
    {
        var data = new JsonObject
        {
            ["text"] = "a",
            ["number"] = 1.5,
            ["none"] = null,
            ["list"] = new JsonArray(1, "b"),
            ["object"] = new JsonObject { ["c"] = true },
        };
        var task = _deployment.AddTask();
        await _deployment.Client.Index.InsertAsync(
            IndexNamespace.Parse("a.b"), task, 0, data, _deployment.Now.AddDays(1), Cancel);

        var found = await Index.FindAsync(IndexNamespace.Parse("a.b"), Cancel);

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["list"] = "[1,\"b\"]",
                ["none"] = "null",
                ["number"] = "1.5",
                ["object"] = "{\"c\":true}",
                ["text"] = "a",
            },
            found!.Data);
    }

    [Fact]
    public async Task Names_of_many_pages_are_found_at_once()
    {
        var names = Enumerable.Range(0, 1201).Select(i => IndexNamespace.Parse($"many.n{i}")).ToList();
        var task = _deployment.AddTask();
        foreach (var name in names)
        {
            _deployment.Server.Index.Insert(
                new Testing.Index.IndexEntry(name.Value, task.Value, 0, [], _deployment.Now.AddDays(1)));
        }

        var found = await Index.FindAllAsync(names, Cancel);

        Assert.Equal(names.Order(), found.Keys.Order());
        Assert.Equal(
            names.Order(),
            (await Index.ListEntriesAsync(IndexNamespace.Parse("many"), Cancel)).Select(entry => entry.Namespace));
    }

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    protected override void SetClock(DateTimeOffset now) => _deployment.Time.AdjustTime(now);

    private Model.Indexing.IndexEntry Entry(string ns, long rank = 0, string? build = null) => new(
        IndexNamespace.Parse(ns),
        build is null ? BuildId.New() : BuildId.Parse(build),
        rank,
        _deployment.Now.AddDays(1),
        ImmutableSortedDictionary<string, string>.Empty);
}
