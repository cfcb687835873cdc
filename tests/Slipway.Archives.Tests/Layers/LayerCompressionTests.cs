using Slipway.Archives.Layers;
using Slipway.Model.Values;

namespace Slipway.Archives.Tests.Layers;

public sealed class LayerCompressionTests
{
    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_workers_or_on_how_the_layer_arrives()
    {
        // Larger than a few of zstd's jobs, or one worker would do all of it anyway.
        var layer = new byte[20 << 20];
        var random = new Random(1);
        for (int i = 0; i < layer.Length; i += 64)
        {
            random.NextBytes(layer.AsSpan(i, 24));
        }

        var digests = new HashSet<Sha256Digest>
        {
            Compress(layer, 1, 1 << 20),
            Compress(layer, 2, 1 << 20),
            Compress(layer, 2, 777),
            Compress(layer, 4, 128 << 10),
        };

        Assert.Single(digests);
    }

    private static Sha256Digest Compress(byte[] layer, int workers, int piece)
    {
        var compressed = new MemoryStream();
        using (var zstd = LayerCompression.Compress(compressed, workers))
        {
            foreach (byte[] chunk in layer.Chunk(piece))
            {
                zstd.Write(chunk);
            }
        }

        return Sha256Digest.Of(compressed.ToArray());
    }
}
