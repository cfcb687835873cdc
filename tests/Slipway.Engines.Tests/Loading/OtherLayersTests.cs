using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Engines.Tests.Support;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;
using Slipway.Processes;

namespace Slipway.Engines.Tests.Loading;

/// <summary>
/// Podman and Buildah take whatever layers a manifest names, under the ID of its config: what is there under the ID of
/// an image need not be the image.
/// </summary>
public sealed class OtherLayersTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("buildah", null)]
    [InlineData("buildah", "off")]
    [InlineData("podman", null)]
    [InlineData("podman", "off")]
    public async Task Other_layers_under_the_ID_of_an_image_are_not_taken_for_it(string kind, string? folderVariable)
    {
        await using var buildah = new SharedBuildah();
        await using var podman = new SharedPodman();
        var environment = kind == "podman" ? podman.Environment : buildah.Environment;
        if (folderVariable is not null)
        {
            environment = environment with
            {
                Variables = environment.Variables.SetItem("SLIPWAY_ENGINE_FOLDER", folderVariable),
            };
        }

        await using var engine = await new EngineLocator(environment, TimeProvider.System)
            .LocateAsync(kind, null, Token);
        using var pair = await StoredPair.CreateAsync(engine);
        await pair.LoadAsync(engine, Token);
        using var folder = new TempFolder();
        var liar = await LieAsync(folder, engine, pair);
        await engine.RemoveAsync(pair.Child.ImageHash, Token);
        await PullAsync(kind, environment, folder);

        // The engine itself tells of the layers of the image.
        var told = await engine.FindAsync(pair.Child.ImageHash.ToOciString(), Token);
        Assert.Equal(pair.Child.DiffIds, told!.DiffIds);

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => pair.LoadAsync(engine, Token));
        Assert.Equal(EngineCodes.OtherLayers, refused.Diagnostics[0].Code);
        Assert.Contains(
            $"{kind} rmi --force {pair.Child.ImageHash}", refused.Diagnostics[0].Remedy, StringComparison.Ordinal);

        // What the remedy says helps.
        await RunAsync(kind, environment, "rmi", "--force", pair.Child.ImageHash.ToString());
        Assert.NotEqual(0, (await pair.LoadAsync(engine, Token)).LayersSent);
        Assert.NotEqual(liar, pair.Child.DiffIds[^1]);
    }

    [Fact]
    public void What_refuses_a_pull_for_that_reason_says_it()
    {
        var image = ImageHash.Of("{}"u8);
        var failure = PullErrors.Failed(
            "registry.invalid/a",
            "podman",
            $"Error: copying system image: storing: image with ID \"{image}\" already exists, but uses a different top "
            + $"layer: layer ID: {new string('a', 64)}, top layer ID: {new string('b', 64)}\n");

        Assert.Equal(EngineCodes.OtherLayers, failure.Diagnostics[0].Code);
        Assert.Contains($"podman rmi --force {image}", failure.Diagnostics[0].Remedy, StringComparison.Ordinal);
        Assert.Equal(
            EngineCodes.PullFailed, PullErrors.Failed("registry.invalid/a", "podman", "no route").Diagnostics[0].Code);
    }

    /// <summary>Writes an OCI layout with the config of an image above a layer that is none of its.</summary>
    /// <returns>That layer.</returns>
    private static async Task<DiffId> LieAsync(TempFolder folder, IImageEngine engine, StoredPair pair)
    {
        byte[] config = await ConfigOfAsync(engine, pair);
        var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "evil"), Token);
        }

        string layers = string.Join(',', pair.Child.DiffIds.Select(_ => Blob(
            folder, "application/vnd.oci.image.layer.v1.tar", tar.ToArray())));
        string manifest = $$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
             "config":{{Blob(folder, "application/vnd.oci.image.config.v1+json", config)}},"layers":[{{layers}}]}
            """;
        string descriptor = Blob(
            folder, "application/vnd.oci.image.manifest.v1+json", Encoding.UTF8.GetBytes(manifest));
        folder.Write("oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        folder.Write("index.json", $$"""{"schemaVersion":2,"manifests":[{{descriptor}}]}""");
        return DiffId.Of(tar.ToArray());
    }

    private static async Task<byte[]> ConfigOfAsync(IImageEngine engine, StoredPair pair)
    {
        var whole = new MemoryStream();
        await using (var archive = await engine.SaveAsync(pair.Child.ImageHash, Token))
        {
            await archive.CopyToAsync(whole, Token);
        }

        whole.Position = 0;
        await using var reader = new TarReader(whole);
        while (await reader.GetNextEntryAsync(copyData: false, Token) is { } entry)
        {
            if (entry is { DataStream: { } data, Length: < 100_000 })
            {
                var content = new MemoryStream();
                await data.CopyToAsync(content, Token);
                if (ImageHash.Of(content.ToArray()) == pair.Child.ImageHash)
                {
                    return content.ToArray();
                }
            }
        }

        throw new InvalidDataException("The archive has no config.");
    }

    private static string Blob(TempFolder folder, string type, byte[] content)
    {
        var digest = Sha256Digest.Of(content);
        string path = Path.Join(folder.Path, "blobs", "sha256", digest.ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return $$"""{"mediaType":"{{type}}","digest":"{{digest.ToOciString()}}","size":{{content.Length}}}""";
    }

    private static async Task PullAsync(string kind, EngineEnvironment environment, TempFolder folder)
    {
        // Podman makes a name of the path, which has to be in small letters.
        string link = Path.Join(Path.GetTempPath(), $"slipway-test-{Contexts.Unique()}");
        Directory.CreateSymbolicLink(link, folder.Path);
        try
        {
            await RunAsync(kind, environment, "pull", "--quiet", $"oci:{link}");
        }
        finally
        {
            File.Delete(link);
        }
    }

    private static async Task RunAsync(
        string kind, EngineEnvironment environment, params ImmutableArray<string> arguments)
    {
        var command = new ToolCommand(
            Needed.Program(kind),
            arguments,
            environment.Variables.ToImmutableSortedDictionary(pair => pair.Key, pair => (string?)pair.Value));
        var (exitCode, output) = await new ProcessRunner(TimeProvider.System, ClientErrors.CannotStart)
            .CaptureAsync(command, Token);
        Assert.True(exitCode == 0, $"{kind} {string.Join(' ', arguments)}: {output}");
    }
}
