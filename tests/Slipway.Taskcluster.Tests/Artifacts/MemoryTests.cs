using System.Security.Cryptography;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Testing.Faults;
using Slipway.Taskcluster.Testing.Queue;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Artifacts;

/// <summary>Images are larger than the memory of small workers. What other tests take would be measured too.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests : IAsyncDisposable
{
    private const int Size = 200 << 20;

    // For buffers, of the server in this process too, and not for a tenth of the content.
    private const long Allowance = 12 << 20;

    private static readonly ArtifactName Name = ArtifactName.Image;

    private readonly Deployment _deployment = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Theory]
    [InlineData("object")]
    [InlineData("s3")]
    public async Task However_large_an_artifact_is_its_transfer_takes_little_memory(string storage)
    {
        var task = TaskId.Parse(_deployment.Server.AddTask([], result: RunState.Running));
        if (storage == "s3")
        {
            _deployment.Server.Faults.Next(new Fault.Answer(400), service: "queue", method: "POST");
        }

        // The connections are there before anything is measured.
        await _deployment.Client.Auth.PingAsync(Token);
        var upload = new ArtifactUpload
        {
            Task = task,
            Run = 0,
            Name = Name,
            ContentType = "application/zstd",
            Expires = _deployment.Now.AddMinutes(30),
            Size = Size,
        };

        var sent = new HeapLog();
        await _deployment.Client.Artifacts.UploadAsync(upload, offset => new RepeatedStream(Size, offset), sent, Token);
        // In the middle of it the connection breaks, and the download goes on there.
        _deployment.Server.Faults.Next(new Fault.Truncate(Size / 2), service: "storage", method: "GET");
        var received = new HeapLog();
        var receipt = await _deployment.Client.Artifacts.DownloadAsync(task, Name, Stream.Null, received, Token);

        using var content = new RepeatedStream(Size);
        Assert.Equal(
            new ArtifactReceipt(
                Sha256Digest.Parse(Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Token))),
                Size,
                IsVerified: storage == "object"),
            receipt);
        Assert.Equal(0, _deployment.Server.Faults.Remaining);
        Assert.InRange(sent.Growth, long.MinValue, Allowance);
        Assert.InRange(received.Growth, long.MinValue, Allowance);
    }

    /// <summary>Weighs what is alive every 20 MiB.</summary>
    private sealed class HeapLog : IProgress<long>
    {
        private const long Step = 20 << 20;

        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private long _next = Step;
        private long _most = long.MinValue;

        /// <summary>The most that was alive beyond what was alive before.</summary>
        public long Growth => _most - _before;

        public void Report(long value)
        {
            if (value >= _next)
            {
                _next = value + Step;
                _most = Math.Max(_most, GC.GetTotalMemory(forceFullCollection: true));
            }
        }
    }
}
