using CsCheck;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Artifacts;
using Slipway.Taskcluster.Objects;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Artifacts;

public sealed class DownloadStateTests
{
    [Fact]
    public Task However_often_it_breaks_every_byte_comes_once() => Gen.Select(
        Gen.Int[0, 2000], Gen.Select(Gen.Bool, Gen.Int[0, 700]).Array[0, 8]).SampleAsync(async (size, attempts) =>
    {
        byte[] content = Contents.Of(size);
        var expected = new ContentHashes(
            Sha256Digest.Of(content).ToString(),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(content)));
        using var passedOn = new MemoryStream();
        using var state = new DownloadState("It", passedOn.WriteAsync, null);
        foreach (var (resumes, count) in attempts)
        {
            await AttemptAsync(state, content, expected, resumes, count);
        }

        await AttemptAsync(state, content, expected, resumes: false, size);
        var receipt = state.Finish();
        return content.SequenceEqual(passedOn.ToArray())
            && receipt == new ArtifactReceipt(Sha256Digest.Of(content), size, IsVerified: true);
    });

    private static async Task AttemptAsync(
        DownloadState state, byte[] content, ContentHashes expected, bool resumes, int count)
    {
        int from = resumes && state.Point is { } point ? (int)point.Position : 0;
        if (from > 0)
        {
            state.BeginAtPoint();
        }
        else
        {
            state.BeginAtStart("\"tag\"", expected);
        }

        foreach (byte[] piece in content.Skip(from).Take(count).Chunk(97))
        {
            await state.AcceptAsync(piece, CancellationToken.None);
        }
    }
}
