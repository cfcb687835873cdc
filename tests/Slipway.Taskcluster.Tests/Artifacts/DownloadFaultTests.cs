using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;
using Slipway.Taskcluster.Testing;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Testing.Http;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Artifacts;

public sealed class DownloadFaultTests : IAsyncDisposable
{
    private const int Size = 3_000_000;

    private static readonly ArtifactName Name = ArtifactName.Image;

    private readonly Deployment _deployment = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    public static TheoryData<Fault> Passing() =>
    [
        new Fault.Answer(500),
        new Fault.Answer(503),
        new Fault.Drop(),
        new Fault.Stall(),
        new Fault.Truncate(1_000_000),
        new Fault.StallAfter(1_000_000),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_download_outlasts_what_passes(Fault fault)
    {
        byte[] content = Contents.Of(Size);
        var task = Add(content);
        _deployment.IsHasty = fault is Fault.Stall or Fault.StallAfter;
        _deployment.Server.Faults.Next(fault, 2, service: "storage");

        var (bytes, receipt) = await DownloadAsync(task);

        Assert.Equal(content, bytes);
        Assert.True(receipt!.IsVerified);
    }

    [Fact]
    public async Task A_download_that_broke_goes_on_where_it_was()
    {
        byte[] content = Contents.Of(Size);
        var task = Add(content);
        _deployment.Server.Faults.Next(new Fault.Truncate(1_000_000), service: "storage");

        var (bytes, _) = await DownloadAsync(task);

        Assert.Equal(content, bytes);
        string?[] ranges = [.. Storage().Select(request => request.Headers.GetValueOrDefault("Range"))];
        Assert.Equal(2, ranges.Length);
        Assert.Null(ranges[0]);
        Assert.Matches("^bytes=[1-9][0-9]*-$", ranges[1]);
        Assert.NotNull(Storage().Last().Headers.GetValueOrDefault("If-Range"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Where_a_download_cannot_go_on_it_starts_again_and_nothing_comes_twice(string? encoding)
    {
        byte[] content = Contents.Of(Size);
        var task = _deployment.AddTask(
            new SeededArtifact(Name.Value, encoding is null ? content : Contents.Pack(content))
            {
                StorageType = "s3",
                ContentEncoding = encoding,
            });
        _deployment.Server.StorageSupportsRanges = false;
        _deployment.Server.Faults.Next(new Fault.Truncate(1_000_000), 2, service: "storage");

        var (bytes, _) = await DownloadAsync(task);

        Assert.Equal(content, bytes);
        Assert.Equal(3, Storage().Count());
    }

    [Fact]
    public async Task A_download_may_break_as_often_as_it_comes_forward()
    {
        byte[] content = Contents.Of(25_000_000);
        var task = Add(content);
        _deployment.Server.Faults.Next(new Fault.Truncate(2_000_000), 11, service: "storage");

        var (bytes, _) = await DownloadAsync(task);

        Assert.Equal(content, bytes);
    }

    [Fact]
    public async Task A_download_that_never_comes_forward_is_tried_six_times()
    {
        var task = Add(Contents.Of(10));
        _deployment.Server.Faults.Next(new Fault.Answer(503), 1000, service: "storage");

        var failure = await Deployment.FailureAsync(() => DownloadAsync(task));

        Assert.Equal(TaskclusterCodes.StorageFailed, failure.Code);
        Assert.Equal(ServiceRetries.Attempts, Storage().Count());
    }

    [Fact]
    public async Task What_the_storage_refuses_is_not_tried_again()
    {
        await using var storage = new AnswerServer(_ => new(403, "<Error><Code>AccessDenied</Code></Error>"));
        var task = Refer(storage.Url);

        var failure = await Deployment.FailureAsync(() => DownloadAsync(task));

        Assert.Equal(TaskclusterCodes.StorageFailed, failure.Code);
        Assert.Contains("403 (AccessDenied)", failure.Message, StringComparison.Ordinal);
        Assert.Single(storage.Seen);
    }

    [Fact]
    public async Task A_wrong_byte_of_an_object_is_an_error()
    {
        var task = Add(Contents.Of(Size));
        _deployment.Server.Faults.Next(new Fault.Corrupt(1_500_000), service: "storage");

        var failure = await Deployment.FailureAsync(() => DownloadAsync(task));

        Assert.Equal((TaskclusterCodes.HashMismatch, ExitCode.CheckFailed), (failure.Code, failure.Code.Exit));
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task A_hash_of_an_object_that_does_not_agree_is_an_error(string algorithm)
    {
        var task = Add(Contents.Of(10));
        _deployment.Server.Objects.SetHash(
            $"t/{task}/0/{Name}", algorithm, new string('a', algorithm == "sha256" ? 64 : 128));

        Assert.Equal(TaskclusterCodes.HashMismatch, (await Deployment.FailureAsync(() => DownloadAsync(task))).Code);
    }

    [Fact]
    public async Task An_object_without_hashes_is_not_verified()
    {
        var task = Add(Contents.Of(10));
        _deployment.Server.Objects.SetHash($"t/{task}/0/{Name}", "sha256", null);
        _deployment.Server.Objects.SetHash($"t/{task}/0/{Name}", "sha512", null);

        Assert.False((await DownloadAsync(task)).Receipt!.IsVerified);
    }

    [Fact]
    public async Task An_object_whose_end_is_missing_in_the_storage_is_an_error()
    {
        var task = Add(Contents.Of(Size));
        _deployment.Server.Blobs.Truncate($"objects/t/{task}/0/{Name}", Size - 1);

        Assert.Equal(TaskclusterCodes.HashMismatch, (await Deployment.FailureAsync(() => DownloadAsync(task))).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public async Task A_packed_artifact_whose_end_is_missing_in_the_storage_is_an_error(int missing)
    {
        byte[] packed = Contents.Pack(Contents.Of(100_000));
        var task = _deployment.AddTask(
            new SeededArtifact(Name.Value, packed[..^missing]) { StorageType = "s3", ContentEncoding = "gzip" });

        var failure = await Deployment.FailureAsync(() => DownloadAsync(task));

        Assert.Equal(TaskclusterCodes.ArtifactIncomplete, failure.Code);
    }

    [Fact]
    public async Task What_is_packed_in_a_way_that_is_not_known_is_an_error()
    {
        await using var storage = new AnswerServer(_ => new(200, "xxx", ("Content-Encoding", "br")));
        var task = Refer(storage.Url);

        var failure = await Deployment.FailureAsync(() => DownloadAsync(task));

        Assert.Equal(TaskclusterCodes.AnswerInvalid, failure.Code);
        Assert.Contains("br", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Content_that_changes_during_its_download_is_never_mixed(bool resumes)
    {
        byte[][] versions = [Contents.Of(Size, 1), Contents.Of(Size, 2)];
        int asked = 0;
        await using var storage = new AnswerServer(_ => asked++ == 0
            ? new(200, versions[0], resumes ? [("ETag", "\"one\"")] : []) { CutAfter = 1_000_000 }
            : new(200, versions[1], resumes ? [("ETag", "\"two\"")] : []));
        var task = Refer(storage.Url);
        using var destination = new MemoryStream();

        var failure = await Deployment.FailureAsync(
            () => _deployment.Client.Artifacts.DownloadAsync(task, Name, destination, null, Token));

        Assert.Equal(TaskclusterCodes.ArtifactIncomplete, failure.Code);
        Assert.Equal(versions[0][..(int)destination.Length], destination.ToArray());
    }

    [Fact]
    public async Task An_artifact_that_disappears_during_its_download_is_an_error_and_not_absent()
    {
        int asked = 0;
        await using var storage = new AnswerServer(_ => asked++ == 0
            ? new(200, Contents.Of(Size)) { CutAfter = 1_000_000 }
            : new(404, "gone"));
        var task = Refer(storage.Url);

        Assert.Equal(
            TaskclusterCodes.ArtifactIncomplete, (await Deployment.FailureAsync(() => DownloadAsync(task))).Code);
    }

    [Theory]
    [InlineData(416, null)]
    [InlineData(206, "bytes 0-9/3000000")]
    [InlineData(206, "bytes 2999999-2999999/3000000")]
    public async Task A_storage_that_gives_another_part_than_was_asked_for_is_asked_for_all(int status, string? range)
    {
        byte[] content = Contents.Of(Size);
        await using var storage = new AnswerServer(exchange => exchange.Request.Headers["Range"] is not null
            ? new(status, "0123456789", range is null ? [] : [("Content-Range", range)])
            : new(200, content, ("ETag", "\"one\"")));
        int asked = 0;
        await using var front = new AnswerServer(exchange => asked++ == 0
            ? new(200, content, ("ETag", "\"one\"")) { CutAfter = 1_000_000 }
            : new(307, "", ("Location", storage.Url.AbsoluteUri)));
        var task = Refer(front.Url);

        var (bytes, _) = await DownloadAsync(task);

        Assert.Equal(content, bytes);
    }

    [Fact]
    public async Task A_storage_may_redirect_five_times()
    {
        int asked = 0;
        await using var storage = new AnswerServer(_ =>
            asked++ < 5 ? new(302, "", ("Location", $"/{asked}")) : new(200, "there"));
        var task = Refer(storage.Url);

        var (bytes, _) = await DownloadAsync(task);

        Assert.Equal("there"u8, bytes);
        Assert.DoesNotContain(storage.Headers, headers => headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_storage_that_redirects_for_ever_is_an_error()
    {
        await using var storage = new AnswerServer(_ => new(302, "", ("Location", "/again")));
        var task = Refer(storage.Url);

        Assert.Equal(TaskclusterCodes.RedirectRefused, (await Deployment.FailureAsync(() => DownloadAsync(task))).Code);
        Assert.Equal(1 + TaskclusterLimits.Redirects, storage.Seen.Count);
    }

    [Fact]
    public async Task A_destination_that_fails_is_not_taken_for_the_network()
    {
        var task = Add(Contents.Of(Size));

        await Assert.ThrowsAsync<IOException>(
            () => _deployment.Client.Artifacts.DownloadAsync(task, Name, new FullDisk(), null, Token));
        Assert.Single(Storage());
    }

    private IEnumerable<RecordedRequest> Storage() =>
        _deployment.Server.Requests.Where(request => request.Service == "storage");

    private TaskId Add(byte[] content) => _deployment.AddTask(new SeededArtifact(Name.Value, content));

    private TaskId Refer(Uri address) => _deployment.AddTask(
        new SeededArtifact(Name.Value, Encoding.UTF8.GetBytes(address.AbsoluteUri)) { StorageType = "reference" });

    private async Task<(byte[] Bytes, ArtifactReceipt? Receipt)> DownloadAsync(TaskId task)
    {
        using var destination = new MemoryStream();
        var receipt = await _deployment.Client.Artifacts.DownloadAsync(task, Name, destination, null, Token);
        return (destination.ToArray(), receipt);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) => throw new IOException("No space left on device");
    }
}
