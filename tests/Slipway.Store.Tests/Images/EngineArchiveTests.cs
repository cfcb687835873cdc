using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Images;

/// <summary>With a real Docker engine, and with skopeo as the other tool that reads the layout.</summary>
public sealed class EngineArchiveTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;
    private readonly List<string> _images = [];
    private readonly string _prefix = $"store-test-{Guid.NewGuid():N}"[..24];

    public EngineArchiveTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_comes_back_from_the_store_with_the_same_id()
    {
        await RequireEngineAsync();
        var image = await BuildAsync(
            "whole",
            "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\",\"touch\",\"/x\"]\nENV A=\"<&>\"\n");
        var stored = (await PutAsync("whole", image)).Image;
        await Tools.RunAsync("docker", "rmi", "-f", Tag("whole"));

        await LoadAsync(stored, 0, "whole");

        Assert.Equal(image.ImageHash, (await InspectAsync(Tag("whole"))).ImageHash);
        Assert.Contains(
            "x",
            await Tools.RunAsync("docker", "run", "--rm", Tag("whole"), "/bin/busybox", "ls", "/"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_that_the_engine_has_may_be_left_out()
    {
        await RequireEngineAsync();
        await BuildAsync("base", Base);
        var child = await BuildAsync("child", Child);
        var stored = (await PutAsync("child", child)).Image;
        await Tools.RunAsync("docker", "rmi", "-f", Tag("child"));

        await LoadAsync(stored, stored.DiffIds.Length - 1, "child");

        Assert.Equal(child, await InspectAsync(Tag("child")), SameImage);
        Assert.Contains(
            "y",
            await Tools.RunAsync("docker", "run", "--rm", Tag("child"), "/bin/busybox", "ls", "/"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_layers_of_a_stored_base_are_known_before_they_are_read()
    {
        await RequireEngineAsync();
        var parent = await BuildAsync("base", Base);
        await PutAsync("base", parent);
        var child = await BuildAsync("child", Child);
        byte[] archive = await SaveAsync("child");
        // Every file of the base's layers gets other bytes in the archive: whoever read them would see a wrong layer.
        byte[] busybox = await File.ReadAllBytesAsync("/bin/busybox", Cancel);
        int place = archive.AsSpan().IndexOf(busybox.AsSpan(0, 4096));
        Assert.True(place > 0);
        archive[place + 100] ^= 0xff;

        var result = await _store.Images.PutAsync(new MemoryStream(archive), child, null, Cancel);

        Assert.Equal(1, result.NewLayers);
        Assert.True((await _store.Maintenance.CheckAsync(false, null, Cancel)).Problems.IsEmpty);
    }

    [Fact]
    public async Task Other_tools_read_the_layout_and_copy_images_out_of_it()
    {
        await RequireEngineAsync();
        Needed.Program("skopeo");
        var image = await BuildAsync("base", Base);
        var stored = (await PutAsync("base", image)).Image;
        var digest = InputsDigest.Of("inputs"u8);
        await _store.Builds.AddAsync(TestBuild.Record(digest, image.ImageHash, DateTimeOffset.UtcNow), Cancel);
        await _store.Images.NameAsync(ImageName.Parse("base"), digest, stored, IndexScope.Of(Level.Lowest), Cancel);
        string reference = $"oci:{_folder.Home}/oci:base:{digest}";

        using var inspected = JsonDocument.Parse(await Tools.RunAsync("skopeo", "inspect", reference));
        Assert.Equal(stored.ManifestDigest.ToOciString(), inspected.RootElement.GetProperty("Digest").GetString());
        Assert.Equal(
            image.DiffIds.Length, inspected.RootElement.GetProperty("Layers").GetArrayLength());
        await Tools.RunAsync("skopeo", "--insecure-policy", "copy", reference, $"oci:{_folder.Path}/copy:base");

        // What skopeo verified and wrote is what the store has, byte for byte.
        foreach (string blob in Directory.GetFiles(Path.Join(_folder.Path, "copy", "blobs", "sha256")))
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(blob, Cancel),
                await File.ReadAllBytesAsync(Path.Join(_folder.Blobs, Path.GetFileName(blob)), Cancel));
        }
    }

    [Fact]
    public async Task An_archive_that_skopeo_wrote_is_stored_and_its_layers_are_known_by_name()
    {
        await RequireEngineAsync();
        Needed.Program("skopeo");
        var image = await BuildAsync("base", Base);
        string archive = Path.Join(_folder.Path, "skopeo.tar");
        // skopeo's client of the engine does not look at DOCKER_HOST.
        string host = Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock";
        await Tools.RunAsync(
            "skopeo", "--insecure-policy", "copy", "--src-daemon-host", host,
            $"docker-daemon:{Tag("base")}", $"docker-archive:{archive}:base:latest");

        var first = await _store.Images.PutAsync(
            new MemoryStream(await File.ReadAllBytesAsync(archive, Cancel)), image, null, Cancel);
        var second = await PutAsync("base", image);

        Assert.Equal((image.DiffIds.Length, 0), (first.NewLayers, second.NewLayers));
        Assert.Equal(first.Image.ManifestDigest, second.Image.ManifestDigest);
    }

    [Fact]
    public async Task Skopeo_reads_the_archive()
    {
        await RequireEngineAsync();
        Needed.Program("skopeo");
        var stored = (await PutAsync("base", await BuildAsync("base", Base))).Image;
        string archive = Path.Join(_folder.Path, "archive.tar");
        await using (var file = File.Create(archive))
        {
            await _store.Images.WriteArchiveAsync(stored, ["base:latest"], 0, file, null, Cancel);
        }

        await Tools.RunAsync(
            "skopeo", "--insecure-policy", "copy", $"docker-archive:{archive}", $"dir:{_folder.Path}/dir");
        Assert.True(File.Exists(Path.Join(_folder.Path, "dir", stored.ImageHash.ToString())));
    }

    public void Dispose()
    {
        foreach (string image in _images)
        {
            Tools.TryRunAsync("docker", "rmi", "-f", image).Wait(TimeSpan.FromSeconds(30));
        }

        _store.Dispose();
        _folder.Dispose();
    }

    private static IEqualityComparer<EngineImageLayers> SameImage { get; } =
        EqualityComparer<EngineImageLayers>.Create(
            (a, b) => a?.ImageHash == b?.ImageHash && a!.DiffIds.SequenceEqual(b!.DiffIds),
            image => image.ImageHash.GetHashCode());

    private string Base =>
        $"FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\",\"touch\",\"/{_prefix}\"]\n";

    private string Child => $"FROM {Tag("base")}\nRUN [\"/bin/busybox\",\"touch\",\"/y\"]\n";

    private string Tag(string name) => $"{_prefix}-{name}:latest";

    private async Task<EngineImageLayers> BuildAsync(string name, string dockerfile)
    {
        Needed.Or(File.Exists("/bin/busybox"), "/bin/busybox (package busybox-static)");
        string context = Directory.CreateDirectory(Path.Join(_folder.Path, name)).FullName;
        File.Copy("/bin/busybox", Path.Join(context, "busybox"), overwrite: true);
        await File.WriteAllTextAsync(Path.Join(context, "Dockerfile"), dockerfile, Cancel);
        _images.Insert(0, Tag(name));
        await Tools.RunAsync("docker", "build", "-q", "-t", Tag(name), context);
        return await InspectAsync(Tag(name));
    }

    private static async Task RequireEngineAsync()
    {
        var (exit, output) = await Tools.TryRunAsync(
            Needed.Program("docker"), "version", "--format", "{{.Server.Version}}");
        Needed.Or(exit == 0, $"a Docker engine, and none answers: {output}");
    }

    private static async Task<EngineImageLayers> InspectAsync(string tag)
    {
        string text = await Tools.RunAsync("docker", "inspect", "--format", "{{.Id}} {{json .RootFS.Layers}}", tag);
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        using var layers = JsonDocument.Parse(text[space..]);
        return new EngineImageLayers(
            ImageHash.Parse(text.AsSpan(0, space)),
            [.. layers.RootElement.EnumerateArray().Select(layer => DiffId.Parse(layer.GetString()))]);
    }

    private async Task<byte[]> SaveAsync(string name)
    {
        string path = Path.Join(_folder.Path, $"{name}.tar");
        await Tools.RunAsync("docker", "save", "-o", path, Tag(name));
        return await File.ReadAllBytesAsync(path, Cancel);
    }

    private async Task<PutResult> PutAsync(string name, EngineImageLayers image) =>
        await _store.Images.PutAsync(new MemoryStream(await SaveAsync(name)), image, null, Cancel);

    private async Task LoadAsync(StoredImage image, int skipLayers, string name)
    {
        string path = Path.Join(_folder.Path, $"{name}-load.tar");
        await using (var file = File.Create(path))
        {
            await _store.Images.WriteArchiveAsync(image, [Tag(name)], skipLayers, file, null, Cancel);
        }

        await Tools.RunAsync("docker", "load", "-i", path);
    }
}
