using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Signing;
using Slipway.Application.TaskBuilds;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Chains;
using Slipway.Trust.Codes;
using Slipway.Trust.Keys;

namespace Slipway.Application.Tests.TaskBuilds;

public sealed class ChainOfTrustMakerTests : IDisposable
{
    private static readonly TaskId Own = MemoryTasks.Id(7);
    private static readonly Sha256Digest Image = Sha256Digest.Of("image"u8);

    private readonly TempFolder _folder = new();
    private readonly List<Diagnostic> _warnings = [];

    [Fact]
    public async Task What_the_task_made_is_written_as_workers_write_it_and_signed_by_the_key()
    {
        var key = SigningKey.Create(SigningAlgorithm.Ed25519);

        var written = await WriteAsync(new Queue(), new KeySigner(key));

        byte[] content = await File.ReadAllBytesAsync(written!.File, TestContext.Current.CancellationToken);
        var parsed = ChainOfTrustDocument.Parse(content, Own);
        Assert.Equal(Image, parsed.Artifacts[ArtifactName.Image.Value]);
        var root = JsonNode.Parse(content)!;
        Assert.Equal(1, (int)root["runId"]!);
        Assert.Equal(("group", "worker-1"), ((string)root["workerGroup"]!, (string)root["workerId"]!));
        Assert.Equal("1.50", root["task"]!["payload"]!["number"]!.ToJsonString());
        byte[] signature = await File.ReadAllBytesAsync(written.Signature!, TestContext.Current.CancellationToken);
        Assert.True(new WorkerKey(key.Key.RawText!).Verifies(content, signature));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_signed()
    {
        var written = await WriteAsync(new Queue(), null);

        Assert.Null(written!.Signature);
        Assert.Equal([written.File], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task What_the_worker_writes_itself_is_left_to_it()
    {
        Assert.Null(await WriteAsync(new Queue { Signs = true }, null));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_task_that_the_queue_does_not_know_is_nothing_to_write_about() =>
        Assert.Null(await WriteAsync(new Queue { Knows = false }, null));

    [Fact]
    public void Another_key_than_Ed25519_is_refused_before_anything_is_built()
    {
        ChainOfTrustMaker.Require(null, isTaskKnown: true);
        ChainOfTrustMaker.Require(new KeySigner(SigningKey.Create(SigningAlgorithm.Ed25519)), isTaskKnown: true);
        var problem = Assert.Throws<SlipwayException>(() => ChainOfTrustMaker.Require(
            new KeySigner(SigningKey.Create(SigningAlgorithm.EcdsaP256)), isTaskKnown: true));

        Assert.Equal(TrustCodes.SigningKeyUnusable, problem.Diagnostics[0].Code);
    }

    [Fact]
    public void A_key_without_a_task_is_refused_before_anything_is_built()
    {
        ChainOfTrustMaker.Require(null, isTaskKnown: false);
        var problem = Assert.Throws<SlipwayException>(() => ChainOfTrustMaker.Require(
            new KeySigner(SigningKey.Create(SigningAlgorithm.Ed25519)), isTaskKnown: false));

        Assert.Equal(TaskCodes.NotInATask, problem.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_signs_nothing_is_told(bool knows)
    {
        await WriteAsync(
            new Queue { Knows = knows, Signs = true }, new KeySigner(SigningKey.Create(SigningAlgorithm.Ed25519)));

        Assert.Equal(TrustCodes.SigningKeyUnused, Assert.Single(_warnings).Code);
    }

    [Fact]
    public async Task What_was_written_about_an_image_goes_when_another_one_has_replaced_it()
    {
        var written = await WriteAsync(new Queue(), new KeySigner(SigningKey.Create(SigningAlgorithm.Ed25519)));
        Assert.True(File.Exists(written!.File) && File.Exists(written.Signature));

        ChainOfTrustMaker.RemoveOld(_folder.Path);

        Assert.False(File.Exists(written.File) || File.Exists(written.Signature));
        File.WriteAllText(written.File, "{\"artifacts\": {\"public/other\": {}}}");
        ChainOfTrustMaker.RemoveOld(_folder.Path);
        Assert.True(File.Exists(written.File), "What is about something else is somebody else's.");
    }

    public void Dispose() => _folder.Dispose();

    private Task<WrittenChainOfTrust?> WriteAsync(Queue queue, ISigner? signer) =>
        new ChainOfTrustMaker(() => queue, signer).WriteAsync(
            Own, 1, Image, _folder.Path, _warnings.Add, TestContext.Current.CancellationToken);

    private sealed class Queue : ITaskDocuments
    {
        public bool Knows { get; init; } = true;

        public bool Signs { get; init; }

        public Task<ReadOnlyMemory<byte>?> FindDefinitionAsync(TaskId id, CancellationToken cancellationToken) =>
            Task.FromResult(Knows
                ? Encoding.UTF8.GetBytes(
                    "{\"payload\":{\"number\":1.50,\"features\":{\"chainOfTrust\":"
                    + (Signs ? "true" : "false") + "}},\"dependencies\":[]}")
                : default(ReadOnlyMemory<byte>?));

        public Task<JsonObject?> FindStatusAsync(TaskId id, CancellationToken cancellationToken) =>
            Task.FromResult(JsonNode.Parse(
                """
                {"state":"running","runs":[{"runId":0,"workerGroup":"old","workerId":"old"},
                 {"runId":1,"workerGroup":"group","workerId":"worker-1"}]}
                """)?.AsObject());

        public Task<IReadOnlyList<string>> ListArtifactsAsync(TaskId id, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([]);
    }
}
