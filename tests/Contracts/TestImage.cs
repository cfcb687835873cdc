using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Slipway.Archives.Layers;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store;

namespace Slipway.Contracts;

/// <summary>An image made of given layers, and its archives in the forms of the engines.</summary>
internal sealed class TestImage
{
    public TestImage(params byte[][] layers)
        : this("[]", layers)
    {
    }

    /// <param name="history">The config's history, as JSON.</param>
    /// <param name="layers">The layers.</param>
    public TestImage(string history, byte[][] layers)
    {
        Layers = layers;
        string ids = string.Join(',', layers.Select(layer => $"\"{Sha256Digest.Of(layer).ToOciString()}\""));
        Config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[{{{ids}}}]},"history":{{{history}}}}""");
    }

    public byte[][] Layers { get; }

    public byte[] Config { get; }

    public ImageHash Hash => ImageHash.Of(Config);

    public EngineImageLayers Expected => new(Hash, [.. Layers.Select(layer => DiffId.Of(layer))]);

    public static TestImage Small { get; } = new(Layer("a", 3000), Layer("b", 700));

    /// <summary>A layer with one file whose content follows from the seed and does not compress to nothing.</summary>
    public static byte[] Layer(string seed, int size)
    {
        var content = new byte[size];
        new Random(seed.Sum(c => c) + size).NextBytes(content.AsSpan(0, size / 2));
        return Tar(tar => File(tar, seed, content));
    }

    public static byte[] Tar(Action<TarWriter> write)
    {
        var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            write(writer);
        }

        return buffer.ToArray();
    }

    public static void File(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(content),
            ModificationTime = DateTimeOffset.UnixEpoch,
        });

    /// <summary>As Docker 20.10 saves: a folder a layer, a link for a layer that is there twice.</summary>
    public byte[] LegacyArchive() => Tar(tar =>
    {
        var names = new List<string>();
        var seen = new Dictionary<Sha256Digest, string>();
        for (int i = 0; i < Layers.Length; i++)
        {
            string id = Sha256Digest.Of(Encoding.ASCII.GetBytes($"legacy {i} {Hash}")).ToString();
            names.Add($"{id}/layer.tar");
            tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, $"{id}/"));
            File(tar, $"{id}/VERSION", "1.0"u8.ToArray());
            File(tar, $"{id}/json", Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","os":"linux"}"""));
            if (seen.TryGetValue(Sha256Digest.Of(Layers[i]), out string? first))
            {
                tar.WriteEntry(
                        new UstarTarEntry(TarEntryType.SymbolicLink, $"{id}/layer.tar") { LinkName = $"../{first}" });
            }
            else
            {
                File(tar, $"{id}/layer.tar", Layers[i]);
                seen[Sha256Digest.Of(Layers[i])] = $"{id}/layer.tar";
            }
        }

        File(tar, $"{Hash}.json", Config);
        File(tar, "manifest.json", Manifest($"{Hash}.json", names));
        File(tar, "repositories", "{}"u8.ToArray());
    });

    /// <summary>As Podman and skopeo save.</summary>
    public byte[] PodmanArchive() => Tar(tar =>
    {
        var names = Layers.Select(layer => $"{Sha256Digest.Of(layer)}.tar").ToList();
        foreach (byte[] layer in Layers.DistinctBy(layer => Sha256Digest.Of(layer)))
        {
            File(tar, $"{Sha256Digest.Of(layer)}.tar", layer);
        }

        File(tar, $"{Hash}.json", Config);
        File(tar, "manifest.json", Manifest($"{Hash}.json", names));
    });

    /// <summary>As Docker from 25 on saves: an OCI layout, with manifest.json first to be contrary.</summary>
    public byte[] LayoutArchive(Func<byte[], byte[]>? compress = null, bool withManifest = true) => Tar(tar =>
    {
        var blobs = Layers.Select(layer => compress?.Invoke(layer) ?? layer).ToList();
        var names = blobs.Select(blob => $"blobs/sha256/{Sha256Digest.Of(blob)}").ToList();
        if (withManifest)
        {
            File(tar, "manifest.json", Manifest($"blobs/sha256/{Hash}", names));
        }

        foreach (
                byte[] blob in blobs
                    .Append(Config)
                    .Append("{\"schemaVersion\":2}"u8.ToArray())
                    .DistinctBy(blob => Sha256Digest.Of(blob)))
            {
                File(tar, $"blobs/sha256/{Sha256Digest.Of(blob)}", blob);
            }

        File(tar, "index.json", "{\"schemaVersion\":2,\"manifests\":[]}"u8.ToArray());
        File(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray());
    });

    /// <summary>
    /// As skopeo, Podman and BuildKit write an OCI layout: without <c>manifest.json</c>, its layers in gzip.
    /// </summary>
    /// <param name="isNested">Whether <c>index.json</c> lists an index with the image and its attestation.</param>
    /// <param name="prefix">What names begin with.</param>
    public byte[] OciArchive(bool isNested = false, string prefix = "") => Tar(tar =>
    {
        const string Image = "application/vnd.oci.image.manifest.v1+json";
        var blobs = Layers.Select(Gzip).ToList();
        string layers = string.Join(
            ',', blobs.Select(blob => Descriptor("application/vnd.oci.image.layer.v1.tar+gzip", blob)));
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"config":{{Descriptor("application/vnd.oci.image.config.v1+json", Config)}},"layers":[{{layers}}]}
            """);
        byte[] attestation = """{"schemaVersion":2,"config":{},"layers":[]}"""u8.ToArray();
        string listed = Descriptor(Image, manifest);
        byte[] inner = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"manifests":[{{listed}},{{Descriptor(
                Image, attestation, ""","annotations":{"vnd.docker.reference.type":"attestation-manifest"}""")}}]}
            """);
        string listedIndex = Descriptor("application/vnd.oci.image.index.v1+json", inner);
        byte[][] documents = isNested ? [Config, manifest, attestation, inner] : [Config, manifest];
        foreach (byte[] blob in blobs.Concat(documents).DistinctBy(blob => Sha256Digest.Of(blob)))
        {
            File(tar, $"{prefix}blobs/sha256/{Sha256Digest.Of(blob)}", blob);
        }

        string index = $$"""{"schemaVersion":2,"manifests":[{{(isNested ? listedIndex : listed)}}]}""";
        File(tar, $"{prefix}index.json", Encoding.UTF8.GetBytes(index));
        File(tar, $"{prefix}oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray());
    });

    /// <summary>What an OCI document says of a blob.</summary>
    public static string Descriptor(string mediaType, byte[] blob, string more = "") =>
        $$"""
        {"mediaType":"{{mediaType}}","digest":"{{Sha256Digest.Of(blob).ToOciString()}}","size":{{blob.Length}}{{more}}}
        """;

    /// <summary>As kaniko and other users of go-containerregistry save: the config first, the layers in gzip.</summary>
    public byte[] KanikoArchive() => Tar(tar =>
    {
        var blobs = Layers.Select(Gzip).ToList();
        File(tar, Hash.ToOciString(), Config);
        foreach (byte[] blob in blobs.DistinctBy(blob => Sha256Digest.Of(blob)))
        {
            File(tar, $"{Sha256Digest.Of(blob)}.tar.gz", blob);
        }

        File(
                tar,
                "manifest.json",
                Manifest(Hash.ToOciString(), blobs.Select(blob => $"{Sha256Digest.Of(blob)}.tar.gz")));
    });

    public static byte[] Gzip(byte[] content)
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return buffer.ToArray();
    }

    public static byte[] Zstd(byte[] content)
    {
        var buffer = new MemoryStream();
        using (var zstd = LayerCompression.Compress(buffer))
        {
            zstd.Write(content);
        }

        return buffer.ToArray();
    }

    public Task<PutResult> PutAsync(EmbeddedStore store) => PutAsync(store, PodmanArchive());

    public Task<PutResult> PutAsync(EmbeddedStore store, byte[] archive) =>
        store.Images.PutAsync(new MemoryStream(archive), Expected, null, TestContext.Current.CancellationToken);

    public static byte[] Manifest(string config, IEnumerable<string> layers) =>
        Encoding.UTF8.GetBytes(
            $$"""[{"Config":"{{config}}","RepoTags":null,"Layers":[{{string.Join(',', layers.Select(name => $"\"{name}\""))}}]}]""");
}
