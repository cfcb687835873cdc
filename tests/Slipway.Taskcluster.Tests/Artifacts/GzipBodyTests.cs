using CsCheck;
using Slipway.Taskcluster.Artifacts;
using Slipway.Taskcluster.Tests.Support;

namespace Slipway.Taskcluster.Tests.Artifacts;

public sealed class GzipBodyTests
{
    // Of nothing .NET's GZipStream packs nothing at all, not even the header and the end that gzip has then.
    private static readonly Gen<byte[]> Content = Gen.OneOf(Gen.Byte.Array[1, 300], Gen.Byte[0, 3].Array[1, 5000]);

    [Fact]
    public Task Any_content_comes_back_whatever_the_pieces() =>
        Gen.Select(Content, Gen.Int[1, 1000], Gen.Int[30, 3000])
            .SampleAsync(
                async (content, piece, buffer) =>
                    Enumerable.SequenceEqual(content, await UnpackAsync(Contents.Pack(content), piece, buffer)));

    [Fact]
    public Task Packed_one_after_the_other_comes_back_as_one() => Gen.Select(Content, Content).SampleAsync(
        async (first, second) => first.Concat(second).SequenceEqual(
            await UnpackAsync([.. Contents.Pack(first), .. Contents.Pack(second)], 100, 1000)));

    [Fact]
    public Task What_lacks_its_end_never_comes_to_an_end() =>
        Gen.Select(Content, Gen.Double[0, 0.999])
            .SampleAsync(
                async (content, part) =>
                {
                    byte[] packed = Contents.Pack(content);
                    try
                    {
                        await UnpackAsync(packed[..(int)(packed.Length * part)], 100, 1000);
                        return false;
                    }
                    catch (InvalidDataException)
                    {
                        return true;
                    }
                });

    [Theory]
    [InlineData(10)]
    [InlineData(-8)]
    [InlineData(-1)]
    public async Task A_wrong_byte_is_noticed(int at)
    {
        byte[] packed = Contents.Pack(Contents.Of(10_000));
        packed[at < 0 ? packed.Length + at : packed.Length / 2] ^= 0x40;

        await Assert.ThrowsAsync<InvalidDataException>(() => UnpackAsync(packed, 100, 1000));
    }

    private static async Task<byte[]> UnpackAsync(byte[] packed, int piece, int bufferSize)
    {
        await using var body = new GzipBody(new Trickle(packed, piece));
        using var content = new MemoryStream();
        byte[] buffer = new byte[bufferSize];
        while (await body.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
        {
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private sealed class Trickle(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
