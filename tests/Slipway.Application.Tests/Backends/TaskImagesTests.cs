using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Backends;
using Slipway.Archives.Docker;
using Slipway.Contracts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Tests.Support;
using Slipway.Trust.Codes;

namespace Slipway.Application.Tests.Backends;

public sealed class TaskImagesTests : ImageSourceContract, IAsyncLifetime
{
    private readonly Deployment _deployment = new();
    private readonly ConcurrentQueue<Diagnostic> _warnings = new();
    private readonly EmbeddedStore _store;
    private readonly TaskImages _images;

    public TaskImagesTests()
    {
        _store = Folder.Open();
        _images = new TaskImages(
            _deployment.Client.Queue,
            _deployment.Client.Artifacts,
            _store.Images,
            _deployment.Server.Clock,
            _warnings.Enqueue, NoGuard.Instance);
    }

    protected override IImageSource Source => _images;

    protected override IImageStore Local => _store.Images;

    private static byte[] Archive { get; } = TestImage.Zstd(TestImage.Small.PodmanArchive());

    private TaskclusterServer Server => _deployment.Server;

    private int Downloads => Server.Requests.CountOfService("storage");

    [Fact]
    public async Task An_image_that_was_fetched_is_not_downloaded_again()
    {
        var build = await LeaveAsync(Archive);
        await FetchAsync(build);
        Server.Requests.Clear();

        Assert.Equal(TestImage.Small.Hash, (await FetchAsync(build))!.ImageHash);
        Assert.Equal(TestImage.Small.Hash, (await FetchAsync(build, TestImage.Small.Hash))!.ImageHash);
        Assert.True(await Source.HasAsync(new BuiltImage(build, null), Cancel));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task An_image_that_was_fetched_outlives_its_task()
    {
        var build = await LeaveAsync(Archive);
        await FetchAsync(build);
        Server.Tasks.Remove(build.Value);

        Assert.True(await Source.HasAsync(new BuiltImage(build, null), Cancel));
        Assert.Equal(TestImage.Small.Hash, (await FetchAsync(build))!.ImageHash);
    }

    [Fact]
    public async Task Progress_counts_the_bytes_of_the_artifact()
    {
        var build = await LeaveAsync(Archive);
        var progress = new ProgressLog();

        await Source.FetchAsync(new BuiltImage(build, null), progress, Cancel);

        Assert.Equal(Archive.Length, progress.Reports[^1]);
    }

    [Fact]
    public async Task An_image_was_built_when_its_task_was_created() => Assert.Equal(
        _deployment.Now,
        (await Source.FindFactsAsync(new BuiltImage(await LeaveAsync(Archive), null), Cancel)).Built ?? default,
        TimeSpan.FromMinutes(1));

    [Fact]
    public async Task Only_an_artifact_of_the_right_name_is_an_image()
    {
        var build = Add(null, new SeededArtifact("public/image.tar.gz", Archive));

        Assert.False(await Source.HasAsync(new BuiltImage(build, null), Cancel));
        Assert.Null(await FetchAsync(build));
    }

    [Fact]
    public async Task The_record_of_an_error_is_no_image()
    {
        var build = Add(
            null, new SeededArtifact("public/image.tar.zst", "missing"u8.ToArray()) { StorageType = "error" });

        Assert.False(await Source.HasAsync(new BuiltImage(build, null), Cancel));
        Assert.Null(await FetchAsync(build));
    }

    [Theory]
    [InlineData("object")]
    [InlineData("s3")]
    public async Task An_image_whose_bytes_the_storage_has_lost_is_an_error(string storage)
    {
        var build = Add(Archive, Artifact(Archive) with { StorageType = storage });
        foreach (
            string key in Server.Blobs.All.Keys.Where(key => key.EndsWith("image.tar.zst", StringComparison.Ordinal)))
        {
            Server.Blobs.Remove(key);
        }

        var failure = await Deployment.FailureAsync(() => FetchAsync(build));

        Assert.Equal(TaskclusterCodes.ArtifactLacking, failure.Code);
        Assert.Equal(0, Blobs());
    }

    [Fact]
    public async Task A_worker_that_wrote_down_an_image_is_believed_without_a_warning()
    {
        await FetchAsync(Add(Archive, Artifact(Archive)));

        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("object")]
    [InlineData("s3")]
    public async Task An_artifact_that_is_not_what_the_worker_wrote_down_is_refused_and_not_kept(string storage)
    {
        byte[] other = TestImage.Zstd(new TestImage(TestImage.Layer("other", 2000)).PodmanArchive());
        var build = Add(attested: other, Artifact(Archive) with { StorageType = storage });

        var failure = await FailureAsync(build);

        Assert.Equal(TrustCodes.ArtifactMismatch, failure.Code);
        Assert.Contains(build.Value, failure.Message, StringComparison.Ordinal);
        await AssertNothingKeptAsync(build);
    }

    [Fact]
    public async Task What_no_worker_signed_for_is_fetched_with_a_warning()
    {
        var build = Add(null, Artifact(Archive));

        Assert.NotNull(await FetchAsync(build));

        var warning = Assert.Single(_warnings);
        Assert.Equal(TrustCodes.ArtifactUnattested, warning.Code);
        Assert.Equal(Severity.Warning, warning.Severity);
        Assert.Contains(build.Value, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_of_trust_that_does_not_list_the_image_is_none_for_it()
    {
        string id = Slug.New();
        var build = Add(id, [Artifact(Archive), ChainOfTrust(id, "public/other.txt", Archive)]);

        Assert.NotNull(await FetchAsync(build));
        Assert.Equal(TrustCodes.ArtifactUnattested, Assert.Single(_warnings).Code);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{\"chainOfTrustVersion\":1}")]
    public async Task A_chain_of_trust_that_cannot_be_understood_is_no_missing_one(string text)
    {
        var build = Add(Slug.New(), [Artifact(Archive), ChainOfTrust(Encoding.UTF8.GetBytes(text))]);

        Assert.Equal(TrustCodes.ChainOfTrustUnreadable, (await FailureAsync(build)).Code);
        await AssertNothingKeptAsync(build);
    }

    [Fact]
    public async Task The_chain_of_trust_of_another_task_is_none()
    {
        var build = Add(Slug.New(), [Artifact(Archive), ChainOfTrust(Slug.New(), "public/image.tar.zst", Archive)]);

        Assert.Equal(TrustCodes.ChainOfTrustUnreadable, (await FailureAsync(build)).Code);
        await AssertNothingKeptAsync(build);
    }

    [Fact]
    public async Task A_chain_of_trust_that_is_stored_compressed_is_read()
    {
        string id = Slug.New();
        var chain = ChainOfTrust(id, "public/image.tar.zst", Archive);
        var build = Add(
            id,
            [
                Artifact(Archive) with { StorageType = "s3" },
                chain with { StorageType = "s3", Content = Contents.Pack(chain.Content), ContentEncoding = "gzip" },
            ]);

        Assert.NotNull(await FetchAsync(build));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task An_image_that_is_not_the_one_of_the_index_is_refused()
    {
        var build = await LeaveAsync(Archive);
        var claimed = ImageHash.Of("another"u8);

        var failure = await FailureAsync(build, claimed);

        Assert.Equal(TrustCodes.ArtifactMismatch, failure.Code);
        Assert.Contains(claimed.ToOciString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains(TestImage.Small.Hash.ToOciString(), failure.Message, StringComparison.Ordinal);
        Assert.False(await Local.HasAsync(new BuiltImage(build, claimed), Cancel));
        Assert.Equal(TrustCodes.ArtifactMismatch, (await FailureAsync(build, claimed)).Code);
    }

    [Fact]
    public async Task An_artifact_that_its_task_cut_off_is_refused_and_not_kept()
    {
        byte[] part = Archive[..(Archive.Length / 2)];
        var build = Add(part, Artifact(part));

        Assert.Equal(ArchiveCodes.Damaged, (await FailureAsync(build)).Code);
        await AssertNothingKeptAsync(build);
    }

    [Fact]
    public async Task Bytes_that_the_storage_changed_are_refused_and_not_kept()
    {
        var build = await LeaveAsync(Archive);
        Server.Faults.Next(new Fault.Corrupt(Archive.Length / 2), 20, "storage", path: "image.tar.zst");

        await FailureAsync(build);
        await AssertNothingKeptAsync(build);
    }

    [Fact]
    public async Task A_download_that_broke_goes_on()
    {
        var build = await LeaveAsync(Archive);
        Server.Faults.Next(new Fault.Truncate(1000), 2, "storage", path: "image.tar.zst");

        Assert.Equal(TestImage.Small.Hash, (await FetchAsync(build))!.ImageHash);
        Assert.Equal(0, Server.Faults.Remaining);
    }

    [Fact]
    public async Task A_storage_that_always_fails_leaves_nothing()
    {
        var build = await LeaveAsync(Archive);
        Server.Faults.Next(new Fault.Answer(500), 100, "storage");

        await FailureAsync(build);
        Server.Faults.Clear();
        await AssertNothingKeptAsync(build);
        Assert.NotNull(await FetchAsync(build));
    }

    [Fact]
    public async Task A_build_that_is_no_task_costs_no_request()
    {
        // 22 characters, but no UUID of version 4.
        var build = BuildId.Parse("AAAAAAAAAAAAAAAAAAAAAA");

        Assert.False(await Source.HasAsync(new BuiltImage(build, null), Cancel));
        Assert.Null(await FetchAsync(build));
        Assert.Equal(BuildFacts.None, await Source.FindFactsAsync(new BuiltImage(build, null), Cancel));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Whether_an_image_is_there_is_known_without_its_bytes()
    {
        Assert.True(await Source.HasAsync(new BuiltImage(await LeaveAsync(Archive), null), Cancel));
        Assert.Equal(0, Downloads);
    }

    [Fact]
    public async Task Without_the_scope_an_image_is_not_taken_for_a_missing_one()
    {
        var build = await LeaveAsync(Archive);
        var client = _deployment.Connect("queue:get-task:*");
        var images = new TaskImages(
            client.Queue, client.Artifacts, _store.Images, TimeProvider.System, _warnings.Enqueue, NoGuard.Instance);

        var failure = await Deployment.FailureAsync(() => images.HasAsync(new BuiltImage(build, null), Cancel));

        Assert.Equal(TaskclusterCodes.InsufficientScopes, failure.Code);
        Assert.Contains("queue:get-artifact:public/image.tar.zst", failure.Message, StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _deployment.DisposeAsync();
        Dispose();
    }

    protected override Task<BuildId> LeaveAsync(byte[] archive) =>
        Task.FromResult(Add(archive, Artifact(archive)));

    protected override Task LoseAsync(BuildId build)
    {
        Server.Tasks.Remove(build.Value);
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        _store.Dispose();
        base.Dispose(disposing);
    }

    private static SeededArtifact Artifact(byte[] archive) => new("public/image.tar.zst", archive);

    private static SeededArtifact ChainOfTrust(byte[] content) =>
        new("public/chain-of-trust.json", content) { ContentType = "application/json" };

    private static SeededArtifact ChainOfTrust(string task, string artifact, byte[] content) =>
        ChainOfTrust(Encoding.UTF8.GetBytes(new JsonObject
        {
            ["chainOfTrustVersion"] = 1,
            ["artifacts"] = new JsonObject
            {
                [artifact] = new JsonObject { ["sha256"] = Sha256Digest.Of(content).ToString() },
            },
            ["taskId"] = task,
        }.ToJsonString()));

    /// <summary>
    /// A task that has an artifact, whose worker wrote down these bytes; null for one that did not.
    /// </summary>
    private BuildId Add(byte[]? attested, SeededArtifact artifact)
    {
        string id = Slug.New();
        return Add(id, attested is null ? [artifact] : [artifact, ChainOfTrust(id, "public/image.tar.zst", attested)]);
    }

    private BuildId Add(string id, SeededArtifact[] artifacts) =>
        TaskId.Parse(Server.AddTask(artifacts, id: id)).Build;

    private Task<Diagnostic> FailureAsync(BuildId build, ImageHash? hash = null) =>
        Deployment.FailureAsync(() => FetchAsync(build, hash));

    private async Task AssertNothingKeptAsync(BuildId build)
    {
        Assert.False(await Local.HasAsync(new BuiltImage(build, null), Cancel));
        Assert.False(await Local.HasAsync(new BuiltImage(build, TestImage.Small.Hash), Cancel));
        Assert.Equal(0, Blobs());
    }
}
