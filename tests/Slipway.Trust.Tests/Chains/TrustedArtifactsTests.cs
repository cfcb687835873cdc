using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Chains;
using Slipway.Trust.Codes;

namespace Slipway.Trust.Tests.Chains;

public sealed class TrustedArtifactsTests
{
    private static readonly byte[] Image = "an image"u8.ToArray();

    private readonly TaskId _task = TaskId.Parse("fN1SbArXTPSVFNUvaOlinQ");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_worker_signed_for_is_taken()
    {
        var (receipt, isAttested) = (await DownloadAsync(Document(_task, Sha256Digest.Of(Image).ToString())))!.Value;

        Assert.Equal(Sha256Digest.Of(Image), receipt.Sha256);
        Assert.True(isAttested);
    }

    [Fact]
    public async Task What_the_worker_did_not_sign_for_is_refused()
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(
            () => DownloadAsync(Document(_task, Sha256Digest.Of("another"u8).ToString())));

        Assert.Equal(TrustCodes.ArtifactMismatch, failure.Diagnostics[0].Code);
        Assert.Equal(ExitCode.CheckFailed, failure.Diagnostics[0].Code.Exit);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"chainOfTrustVersion":1,"artifacts":{},"taskId":"fN1SbArXTPSVFNUvaOlinQ"}""")]
    public async Task Without_a_hash_of_the_worker_it_is_said_that_nobody_signed(string? document) =>
        Assert.False((await DownloadAsync(document))!.Value.IsAttested);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"chainOfTrustVersion":2,"artifacts":{},"taskId":"fN1SbArXTPSVFNUvaOlinQ"}""")]
    [InlineData("""{"chainOfTrustVersion":1,"artifacts":{},"taskId":"VcStOyC6Sq6IQI1ezf8eYA"}""")]
    [InlineData(
        """{"chainOfTrustVersion":1,"artifacts":{"public/image.tar.zst":{"sha256":"abc"}},"taskId":"fN1SbArXTPSVFNUvaOlinQ"}""")]
    public async Task A_document_that_cannot_be_understood_or_is_anothers_is_refused(string document)
    {
        var failure = await Assert.ThrowsAsync<SlipwayException>(() => DownloadAsync(document));

        Assert.Equal(TrustCodes.ChainOfTrustUnreadable, failure.Diagnostics[0].Code);
    }

    [Fact]
    public void The_image_in_which_the_task_ran_is_read()
    {
        var hash = Sha256Digest.Of(Image);

        var document = ChainOfTrustDocument.Parse(
            Encoding.UTF8.GetBytes(
                $$$"""{"chainOfTrustVersion":1,"artifacts":{},"taskId":"{{{_task}}}","environment":{"imageArtifactHash":"sha256:{{{hash}}}"}}"""),
            _task);

        Assert.Equal(hash, document.ImageArtifactHash);
    }

    private static string Document(TaskId task, string sha256) =>
        $$$"""{"chainOfTrustVersion":1,"artifacts":{"public/image.tar.zst":{"sha256":"{{{sha256}}}"}},"taskId":"{{{task}}}"}""";

    private async Task<(ArtifactReceipt Receipt, bool IsAttested)?> DownloadAsync(string? document) =>
        await new TrustedArtifacts(new OneTask(document)).DownloadAsync(
            _task, ArtifactName.Image, Stream.Null, null, Cancel);

    private sealed class OneTask(string? document) : ITaskArtifacts
    {
        public Task<bool> HasAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken) =>
            Task.FromResult(true);

        public Task<ReadOnlyMemory<byte>?> FindAsync(
            TaskId task, ArtifactName name, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<ReadOnlyMemory<byte>?>(
                name == ArtifactName.ChainOfTrust && document is not null
                    ? (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(document)
                    : null);

        public async Task<ArtifactReceipt?> DownloadAsync(
            TaskId task,
            ArtifactName name,
            Stream destination,
            IProgress<long>? progress,
            CancellationToken cancellationToken)
        {
            await destination.WriteAsync(Image, cancellationToken);
            return new ArtifactReceipt(Sha256Digest.Of(Image), Image.Length, IsVerified: false);
        }

        public Task UploadAsync(
            ArtifactUpload upload,
            Func<long, Stream> openAt,
            IProgress<long>? progress,
            CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is uploaded here.");
    }
}
