using System.Text;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Registry.Tests.Support;

/// <summary>Bytes with their descriptor.</summary>
internal sealed record Blob(byte[] Content, OciDescriptor Descriptor)
{
    public static Blob Of(string text, string mediaType = OciMediaTypes.Config) =>
        Of(Encoding.UTF8.GetBytes(text), mediaType);

    public static Blob Of(byte[] content, string mediaType = OciMediaTypes.LayerGzip) =>
        new(content, new OciDescriptor(mediaType, Sha256Digest.Of(content), content.Length));

    public static Blob Random(int size)
    {
        byte[] content = new byte[size];
        System.Random.Shared.NextBytes(content);
        return Of(content);
    }

    public Stream OpenAt(long offset) => new MemoryStream(Content, (int)offset, (int)(Content.Length - offset));
}
