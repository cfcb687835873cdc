using Slipway.Files.Locks;
using Slipway.Model.Builds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Maintenance;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Errors;
using Slipway.Store.Maintenance;
using Slipway.Store.Tests.Support;

namespace Slipway.Store.Tests.Maintenance;

public sealed class GcTests : IDisposable
{
    private static readonly GcOptions Options = new();

    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public GcTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_is_not_there_has_no_garbage()
    {
        Assert.True((await _store.Maintenance.PlanGcAsync(Options, Cancel)).IsEmpty);
        Assert.False(Directory.Exists(_folder.Home));
    }

    [Fact]
    public async Task What_was_just_stored_is_kept_without_an_entry()
    {
        await TestImage.Small.PutAsync(_store);
        await _store.Images.PutBlobAsync("inputs"u8.ToArray(), Cancel);

        Assert.True((await _store.Maintenance.PlanGcAsync(Options, Cancel)).IsEmpty);
    }

    [Fact]
    public async Task An_image_without_an_entry_goes_and_one_with_an_entry_stays_with_the_layers_they_share()
    {
        var kept = new TestImage(TestImage.Layer("shared", 9000), TestImage.Layer("kept", 100));
        var gone = new TestImage(kept.Layers[0], TestImage.Layer("gone", 5000));
        await kept.PutAsync(_store);
        await gone.PutAsync(_store);
        await IndexAsync(kept, TimeSpan.FromDays(28));
        Age(TimeSpan.FromDays(2));

        var plan = await _store.Maintenance.PlanGcAsync(Options, Cancel);
        Assert.Equal([gone.Hash], plan.Images);
        Assert.Equal(3, plan.Blobs.Length);
        Assert.NotNull(await _store.Images.FindAsync(gone.Hash, Cancel));
        var done = await _store.Maintenance.CollectAsync(plan, Options, Cancel);

        Assert.Equal(plan.Bytes, done.Bytes);
        Assert.Null(await _store.Images.FindAsync(gone.Hash, Cancel));
        Assert.NotNull(await _store.Images.FindAsync(kept.Hash, Cancel));
        Assert.True((await _store.Maintenance.CheckAsync(false, null, Cancel)).Problems.IsEmpty);
        Assert.True((await _store.Maintenance.PlanGcAsync(Options, Cancel)).IsEmpty);
        Assert.Equal(1, (await gone.PutAsync(_store)).NewLayers);
    }

    [Fact]
    public async Task An_image_goes_when_its_entry_has_expired_and_takes_its_name_along()
    {
        var image = TestImage.Small;
        var stored = (await image.PutAsync(_store)).Image;
        await _store.Images.NameAsync(
            ImageName.Parse("base"), new InputsDigest(image.Hash.Sha256), stored, IndexScope.Of(Level.Lowest), Cancel);
        var entry = await IndexAsync(image, TimeSpan.FromDays(28));
        Age(TimeSpan.FromDays(29));

        var done = await _store.Maintenance.CollectAsync(
            await _store.Maintenance.PlanGcAsync(Options, Cancel), Options, Cancel);

        Assert.Equal([entry.Namespace], done.Entries);
        Assert.Empty(Directory.GetFiles(_folder.Blobs));
        Assert.DoesNotContain(
            "base", File.ReadAllText(Path.Join(_folder.Home, "oci", "index.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inputs_of_a_kept_build_stay_and_those_of_an_old_one_go_with_its_log()
    {
        var inputs = await _store.Images.PutBlobAsync("inputs"u8.ToArray(), Cancel);
        var build = Record(inputs);
        await _store.Builds.AddAsync(build, Cancel);
        await _store.Builds.CreateLog(build.Id).DisposeAsync();
        Age(TimeSpan.FromDays(300));
        Assert.True((await _store.Maintenance.PlanGcAsync(Options, Cancel)).IsEmpty);
        Age(TimeSpan.FromDays(100));

        await _store.Maintenance.CollectAsync(await _store.Maintenance.PlanGcAsync(Options, Cancel), Options, Cancel);

        Assert.Null(await _store.Builds.FindAsync(build.Id, Cancel));
        Assert.Null(_store.Builds.OpenLog(build.Id));
        Assert.Null(await _store.Images.GetBlobAsync(inputs, Cancel));
    }

    [Fact]
    public async Task Unfinished_files_of_a_crash_go_and_those_of_a_running_build_stay()
    {
        await TestImage.Small.PutAsync(_store);
        string old = Path.Join(_folder.Home, "oci", "tmp", "old");
        string young = Path.Join(_folder.Home, "oci", "tmp", "young");
        await File.WriteAllTextAsync(old, "x", Cancel);
        await File.WriteAllTextAsync(young, "x", Cancel);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        await _store.Maintenance.CollectAsync(await _store.Maintenance.PlanGcAsync(Options, Cancel), Options, Cancel);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public async Task What_came_into_use_after_the_plan_stays()
    {
        await TestImage.Small.PutAsync(_store);
        Age(TimeSpan.FromDays(2));
        var plan = await _store.Maintenance.PlanGcAsync(Options, Cancel);
        Assert.NotEmpty(plan.Images);
        await IndexAsync(TestImage.Small, TimeSpan.FromDays(28));

        var done = await _store.Maintenance.CollectAsync(plan, Options, Cancel);

        Assert.True(done.IsEmpty);
        Assert.NotNull(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
    }

    [Fact]
    public async Task A_policy_keeps_what_has_expired_and_lets_go_what_has_not()
    {
        var kept = new TestImage(TestImage.Layer("shared", 9000), TestImage.Layer("kept", 100));
        var gone = new TestImage(kept.Layers[0], TestImage.Layer("gone", 5000));
        await kept.PutAsync(_store);
        await gone.PutAsync(_store);
        await IndexAsync(kept, TimeSpan.FromDays(1));
        var entry = await IndexAsync(gone, TimeSpan.FromDays(28));
        Age(TimeSpan.FromDays(2));
        var retention = new TestRetention($"t.hash.{kept.Hash}", $"t.hash.{gone.Hash}");
        var options = Options with { Retention = retention };

        var plan = await _store.Maintenance.PlanGcAsync(options, Cancel);
        var done = await _store.Maintenance.CollectAsync(plan, options, Cancel);

        Assert.Equal(2, retention.Asked);
        Assert.Equal([entry.Namespace], done.Entries);
        Assert.Equal([gone.Hash], done.Images);
        Assert.Equal(plan.Blobs, done.Blobs);
        Assert.NotNull(await _store.Images.FindAsync(kept.Hash, Cancel));
        Assert.Empty((await _store.Maintenance.CheckAsync(false, null, Cancel)).Problems);
        Assert.True((await _store.Maintenance.PlanGcAsync(options, Cancel)).IsEmpty);
    }

    [Fact]
    public async Task What_is_taken_into_use_stays_and_what_is_gone_is_told()
    {
        await TestImage.Small.PutAsync(_store);
        Age(TimeSpan.FromDays(2));
        var plan = await _store.Maintenance.PlanGcAsync(Options, Cancel);
        var other = new ImageHash(Sha256Digest.Of("other"u8));

        Assert.Equal(
            [other], await _store.Maintenance.TakeIntoUseAsync([TestImage.Small.Hash, other], Cancel));

        Assert.Empty((await _store.Maintenance.CollectAsync(plan, Options, Cancel)).Blobs);
        Assert.NotNull(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
    }

    [Fact]
    public async Task A_collection_that_is_cancelled_between_names_and_files_is_taken_up_by_the_next_one()
    {
        var stored = (await TestImage.Small.PutAsync(_store)).Image;
        await _store.Images.NameAsync(
            ImageName.Parse("base"),
            new InputsDigest(TestImage.Small.Hash.Sha256),
            stored,
            IndexScope.Of(Level.Lowest),
            Cancel);
        await IndexAsync(TestImage.Small, TimeSpan.FromDays(28));
        Age(TimeSpan.FromDays(2));
        using var killed = new CancellationTokenSource();
        var retention = new KillingRetention(new TestRetention("none", "t."), killed);
        var options = Options with { Retention = retention };
        var plan = await _store.Maintenance.PlanGcAsync(options, Cancel);
        retention.IsArmed = true;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.Maintenance.CollectAsync(plan, options, killed.Token));

        retention.IsArmed = false;
        Assert.Null(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
        Assert.NotEmpty(Directory.GetFiles(_folder.Blobs));
        var rest = await _store.Maintenance.PlanGcAsync(options, Cancel);
        Assert.Equal(plan.Blobs, rest.Blobs);
        await _store.Maintenance.CollectAsync(rest, options, Cancel);
        Assert.Empty(Directory.GetFiles(_folder.Blobs));
        Assert.Empty((await _store.Maintenance.CheckAsync(false, null, Cancel)).Problems);
    }

    [Fact]
    public async Task Nothing_is_removed_while_another_stores_an_image()
    {
        await TestImage.Small.PutAsync(_store);
        Age(TimeSpan.FromDays(2));
        var plan = await _store.Maintenance.PlanGcAsync(Options, Cancel);
        using var other = FileLock.TryAcquire(Path.Join(_folder.Home, "locks", "blobs.lock"), FileLockMode.Shared);

        var failure = await Assert.ThrowsAsync<SlipwayException>(() => _store.Maintenance.CollectAsync(
            plan, Options with { Patience = TimeSpan.FromMilliseconds(50) }, Cancel));

        Assert.Equal(StoreCodes.InUse, failure.Diagnostics[0].Code);
        Assert.NotNull(await _store.Images.FindAsync(TestImage.Small.Hash, Cancel));
    }

    [Fact]
    public void A_temporary_folder_that_is_gone_when_it_is_counted_has_no_bytes() =>
        Assert.Equal(0, LeftFiles.SizeOf(Path.Join(_folder.Home, "gone")));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private void Age(TimeSpan by) => _folder.Clock.Advance(by);

    private Task<IndexEntry> IndexAsync(TestImage image, TimeSpan life) =>
        TestBuild.IndexAsync(
            _store,
            $"t.hash.{image.Hash}",
            TestBuild.Record(new InputsDigest(image.Hash.Sha256), image.Hash, _folder.Clock.GetUtcNow()),
            _folder.Clock.GetUtcNow() + life);

    private BuildRecord Record(Sha256Digest inputs) => new()
    {
        Id = BuildId.New(),
        Image = ImageName.Parse("base"),
        Digest = new InputsDigest(inputs),
        InputsManifest = inputs,
        Level = Level.Lowest,
        PushDate = _folder.Clock.GetUtcNow(),
        Started = _folder.Clock.GetUtcNow(),
        Finished = _folder.Clock.GetUtcNow(),
        Result = BuildResult.Failed,
        Engine = "docker 20.10.24",
    };

    /// <summary>Decides, and when it is armed, the process is gone as soon as it looks up.</summary>
    private sealed class KillingRetention(TestRetention inner, CancellationTokenSource killed) : IRetention
    {
        public bool IsArmed { get; set; }

        public RetentionDecision Decide(StoreContents contents)
        {
            if (IsArmed)
            {
                killed.Cancel();
            }

            return inner.Decide(contents);
        }
    }
}
