using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Slipway.Engines;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.TaskBuilds;

/// <summary>Whole builds of tasks with Docker and with Buildah.</summary>
public sealed class RealEngineTests : IDisposable
{
    private const string Busybox = "/bin/busybox";

    private readonly TaskBench _bench = new();

    public static TheoryData<string, string> Pairs =>
        new(
            from first in new[] { "docker", "buildah" }
            from second in new[] { "docker", "buildah" }
            select (first, second));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task What_one_engine_builds_another_builds_on(string first, string second)
    {
        await using var lower = await OpenAsync(first);
        var (baseResult, baseFile) = await _bench.RunAsync(
            _bench.Ask("base", WithShell($"ARG WHO\nRUN echo hello $WHO {Guid.NewGuid()} > /hello\n")) with
            {
                Args = ImmutableSortedDictionary<string, string>.Empty.Add("WHO", "world"),
            },
            lower);
        var parent = _bench.Publish(1, baseFile);
        var tools = _bench.Publish(2, baseFile);
        await using var upper = await OpenAsync(second);

        var (result, file) = await _bench.RunAsync(
            _bench.Ask(
                "app",
                Tars.Of(
                    "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nCOPY --from=tools /hello /again\nRUN cat "
                    + "/again /hello > /both\n")) with
            {
                ParentTask = parent,
                Parents = ImmutableSortedDictionary<string, TaskId>.Empty.Add("tools", tools),
                Compression = 10,
            },
            upper);

        Assert.Equal(baseResult.Image.DiffIds, result.Image.DiffIds[..baseResult.Image.DiffIds.Length]);
        var archive = Tars.Read(Decompressed(file));
        using var manifest = JsonDocument.Parse(archive["manifest.json"]);
        Assert.Equal(
            """["app:latest"]""",
            Assert.Single(manifest.RootElement.EnumerateArray()).GetProperty("RepoTags").GetRawText());
        string top = manifest.RootElement[0].GetProperty("Layers").EnumerateArray().Last().GetString()!;
        Assert.StartsWith(
            "hello world", Encoding.UTF8.GetString(Tars.Read(archive[top])["both"]), StringComparison.Ordinal);
        Assert.Equal(
            result.Image.ImageHash, ImageHash.Of(archive[manifest.RootElement[0].GetProperty("Config").GetString()!]));
        foreach (var engine in new[] { lower, upper })
        {
            Assert.Null(await engine.FindAsync(result.Image.ImageHash.ToOciString(), Token));
            Assert.Null(await engine.FindAsync(baseResult.Image.ImageHash.ToOciString(), Token));
        }

        Assert.Empty(_bench.Warnings);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task The_image_loads_into_the_engine_under_its_one_name(string name)
    {
        await using var engine = await OpenAsync(name);
        string image = $"slipway-task-{Guid.NewGuid():N}";
        var (result, file) = await _bench.RunAsync(_bench.Ask(image, WithShell("ENV A=b\n")), engine);

        try
        {
            await engine.LoadAsync(
                result.Image, (_, stream, token) => stream.WriteAsync(Decompressed(file), token).AsTask(), Token);

            Assert.Equal(result.Image.ImageHash, (await engine.FindAsync($"{image}:latest", Token))?.ImageHash
                ?? (await engine.FindAsync($"docker.io/library/{image}:latest", Token))?.ImageHash);
        }
        finally
        {
            await engine.UntagAsync($"{image}:latest", CancellationToken.None);
            await engine.UntagAsync($"docker.io/library/{image}:latest", CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("buildah")]
    public async Task A_step_that_fails_is_named_and_nothing_is_left(string name)
    {
        await using var engine = await OpenAsync(name);

        var failed = await Assert.ThrowsAsync<SlipwayException>(
            () => _bench.RunAsync(_bench.Ask("app", WithShell("RUN echo no luck; exit 3\n")), engine));

        Assert.Equal(EngineCodes.BuildFailed, failed.Diagnostics[0].Code);
        Assert.Contains("no luck", failed.Diagnostics[0].Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await engine.FindTagsAsync("slipway.invalid/", Token),
            tag => tag.StartsWith("slipway.invalid/task:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docker", false)]
    [InlineData("docker", true)]
    [InlineData("buildah", false)]
    [InlineData("buildah", true)]
    public async Task A_context_may_begin_with_a_name_that_takes_more_than_one_header(string name, bool isLong)
    {
        await using var engine = await OpenAsync(name);
        string first = isLong ? new string('0', 150) : "0-é";
        var content = Guid.NewGuid().ToByteArray();
        byte[] context = Tars.Of(tar =>
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, first) { DataStream = new MemoryStream(content) });
            Tars.File(tar, "Dockerfile", "FROM scratch\nCOPY 0* /first\n"u8.ToArray());
        });

        var (_, file) = await _bench.RunAsync(_bench.Ask("first", context), engine);

        var archive = Tars.Read(Decompressed(file));
        using var manifest = JsonDocument.Parse(archive["manifest.json"]);
        string layer = Assert.Single(manifest.RootElement[0].GetProperty("Layers").EnumerateArray()).GetString()!;
        Assert.Equal(content, Tars.Read(archive[layer])["first"]);
    }

    public void Dispose() => _bench.Dispose();

    private static byte[] WithShell(string steps) => Tars.Of(
        $"FROM scratch\nCOPY busybox /bin/busybox\nCOPY busybox /bin/sh\nCOPY busybox /bin/cat\n{steps}",
        ("busybox", File.ReadAllBytes(Busybox)));

    private static byte[] Decompressed(byte[] file)
    {
        var tar = new MemoryStream();
        using var decoder = new ZstdNet.DecompressionStream(new MemoryStream(file));
        decoder.CopyTo(tar);
        return tar.ToArray();
    }

    private async Task<IImageEngine> OpenAsync(string name)
    {
        if (!File.Exists(Busybox))
        {
            Needed.Lacking($"There is no {Busybox} (package busybox-static).");
        }

        var environment = EngineEnvironment.OfProcess();
        if (name == EngineNames.Buildah)
        {
            string folder = Directory.CreateDirectory(Path.Join(_bench.Folder, "buildah")).FullName;
            string storage = Path.Join(folder, "storage.conf");
            await File.WriteAllTextAsync(
                storage,
                $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{folder}/graph\"\nrunroot = \"{folder}/run\"\n",
                Token);
            environment = environment with
            {
                Variables = environment.Variables.SetItem("CONTAINERS_STORAGE_CONF", storage).SetItem("TMPDIR", folder),
            };
        }

        try
        {
            return await new EngineLocator(environment, TimeProvider.System).LocateAsync(name, null, Token);
        }
        catch (SlipwayException absent)
        {
            Needed.Lacking(absent.Message);
            throw;
        }
    }
}
