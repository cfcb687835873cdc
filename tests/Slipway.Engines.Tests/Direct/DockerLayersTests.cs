using System.IO.Compression;
using System.Text;
using Slipway.Engines.Api;
using Slipway.Engines.Detection;
using Slipway.Engines.Direct;
using Slipway.Engines.Settings;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Engines.Tests.Direct;

public sealed class DockerLayersTests(SharedDocker docker) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-layers-");

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Layers_are_put_together_as_the_engine_made_them(bool byBuildKit)
    {
        await using var engine = await docker.OpenAsync(byBuildKit ? Builder.BuildKit : Builder.Classic);
        var image = await engine.BuildAsync(
            Contexts.ShellRequest(
                "RUN x=/bin/busybox; $x mkdir -p /a/b; echo one > /a/b/file; $x ln /a/b/file /a/hard; "
                + "$x ln -s b/file /a/soft; $x mkfifo /a/pipe; $x head -c 3000000 /dev/zero > /a/large; "
                + "$x touch /a/empty; "
                + $"echo long > /a/{new string('n', 200)}; $x chmod 4755 /a/b/file\n"
                + "RUN x=/bin/busybox; $x rm /a/hard; $x rm -r /a/b; $x mkdir /a/b; echo two > /a/b/other\n"),
            _ => { },
            Token);

        var layers = engine.OpenLayers(image.Layers);

        Assert.SkipWhen(layers is null, "The engine's folder cannot be read here: it takes root and overlay2.");
        Assert.Equal(image.ImageHash, ImageHash.Of(layers.Config.Span));
        for (int i = 0; i < image.DiffIds.Length; i++)
        {
            var tar = new MemoryStream();
            await layers.WriteAsync(i, tar, Token);
            Assert.Equal(image.DiffIds[i], DiffId.Of(tar.ToArray()));
            Assert.Equal(tar.Length, await layers.MeasureAsync(i, Token));
        }
    }

    [Fact]
    public async Task An_image_that_the_engine_does_not_have_is_not_opened()
    {
        await using var engine = await docker.OpenAsync(Builder.Classic);

        Assert.Null(engine.OpenLayers(new EngineImageLayers(ImageHash.Of("none"u8), [])));
    }

    [Fact]
    public void Only_the_folders_of_one_driver_of_Docker_are_read()
    {
        Write($"image/overlay2/imagedb/content/sha256/{ImageHash.Of("{}"u8)}", "{}");
        var image = new EngineImageLayers(ImageHash.Of("{}"u8), []);
        var server = new EngineServer(
            EngineKind.Docker, "27.0", new Version(1, 46), "overlay2", _folder.FullName, UsesContainerd: false);

        Assert.NotNull(DockerLayers.TryOpen(server, image));
        Assert.Null(DockerLayers.TryOpen(server with { Kind = EngineKind.Podman }, image));
        Assert.Null(DockerLayers.TryOpen(server with { UsesContainerd = true }, image));
        Assert.Null(DockerLayers.TryOpen(server with { StorageDriver = "vfs" }, image));
        Assert.Null(DockerLayers.TryOpen(server with { Root = null }, image));
        Assert.Null(DockerLayers.TryOpen(server, new EngineImageLayers(image.ImageHash, [DiffId.Of("x"u8)])));
        Write($"image/overlay2/imagedb/content/sha256/{ImageHash.Of("{}"u8)}", "{ }");
        Assert.Null(DockerLayers.TryOpen(server, image));
    }

    [Theory]
    [InlineData("""{"type":1,"name":"gone","size":3}""")]
    [InlineData("""{"type":1,"name":"short","size":30}""")]
    [InlineData("""{"type":1,"name":"../outside","size":3}""")]
    [InlineData("""{"type":1,"name":"link","size":3}""")]
    [InlineData("""{"type":1,"name":"away/outside","size":3}""")]
    [InlineData("""{"type":1,"name_raw":"/w==","size":3}""")]
    [InlineData("""{"type":1,"name":"short","size":-3}""")]
    [InlineData("""{"type":3}""")]
    [InlineData("""{"type":2,"payload":"#"}""")]
    [InlineData("""{"type":2""")]
    [InlineData("null")]
    public async Task What_cannot_be_read_as_it_is_described_fails(string entry)
    {
        Write("outside", "secret");
        Write("files/short", "abc");
        Write("files/own", "abc");
        File.CreateSymbolicLink(Path.Join(_folder.FullName, "files/link"), "own");
        File.CreateSymbolicLink(Path.Join(_folder.FullName, "files/away"), "..");
        string split = Path.Join(_folder.FullName, "split.gz");
        await File.WriteAllBytesAsync(split, Gzip("""{"type":1,"name":"short","size":3}""" + entry), Token);

        await Assert.ThrowsAsync<IOException>(() => TarSplit.WriteAsync(
            split, Path.Join(_folder.FullName, "files"), new MemoryStream(), Token));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string path, string content)
    {
        string file = Path.Join(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
