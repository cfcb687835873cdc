using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>What <c>trust verify</c> says of archives on this machine, and of digests.</summary>
[Collection(TrustedDeploymentCollection.Name)]
public sealed class TrustedArchiveTests(TrustedDeployment built) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-e2e-archives-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("buildah", "--version");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("as it is", null)]
    [InlineData("tar", "packed in another way")]
    [InlineData("gzip", "packed in another way")]
    [InlineData("oci", "packed in another way")]
    public async Task The_archive_of_a_task_is_found_and_judged(string form, string? note)
    {
        await using var server = await built.DeployAsync();
        server.Requests.Clear();

        var answer = await VerifyAsync(await FileAsync("child", form), 0);

        Assert.Equal("accepted", (string)answer["verdict"]!);
        Assert.Contains(built.TaskOf("base"), answer["links"]!.AsArray().Select(link => (string)link!["taskId"]!));
        string notes = answer["notes"]!.ToJsonString();
        Assert.Contains(built.ImageIds["child"], notes, StringComparison.Ordinal);
        Assert.Contains(note ?? "is what task", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_archive_of_a_task_whose_chain_does_not_hold_is_refused()
    {
        await using var server = await built.DeployAsync(tasks =>
        {
            tasks.Of("base").Resign(new WorkerSigner());
            return Task.CompletedTask;
        });

        var answer = await VerifyAsync(await FileAsync("child", "as it is"), 4);

        Assert.Equal("4.5", (string)answer["rule"]!);
    }

    [Fact]
    public async Task An_archive_that_claims_to_be_another_image_is_refused()
    {
        await using var server = await built.DeployAsync();
        string file = await FileAsync("child", "tar");
        // Another config with the same labels: so anybody may claim any digest.
        await Tool.CheckAsync(
            "bash",
            "-ec",
            $"cd '{_folder.FullName}'; mkdir t; tar -C t -xf '{file}'; cd t; "
            + "old=$(grep -o '\"Config\":\"[^\"]*\"' manifest.json | cut -d'\"' -f4); "
            + "sed 's#\"Cmd\":\\[\"/child\"\\]#\"Cmd\":[\"/other\"]#' \"$old\" > new.json; "
            + "test \"$(sha256sum < new.json)\" != \"$(sha256sum < \"$old\")\"; "
            + "sed -i \"s#$old#new.json#\" manifest.json; tar -cf ../forged.tar *");

        var answer = await VerifyAsync(Path.Join(_folder.FullName, "forged.tar"), 4);

        Assert.Equal("7.24", (string)answer["rule"]!);
        Assert.Contains(built.ImageIds["child"], (string)answer["reason"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", 2, "SLIP2213")]
    [InlineData("damaged", 2, "SLIP2213")]
    [InlineData("unknown", 3, "No task is known that published")]
    public async Task A_file_that_is_none_or_that_nobody_made_is_an_error(string form, int exit, string code)
    {
        await using var server = await built.DeployAsync();

        var run = await built.Sandbox.SlipwayAsync("trust", "verify", await FileAsync("child", form));

        Assert.True(run.ExitCode == exit, $"{run}");
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_that_the_index_has_is_judged()
    {
        await using var server = await built.DeployAsync();
        string digest = await built.Sandbox.CheckAsync("hash", built.Sandbox.Name("app"));

        var answer = await VerifyAsync(digest, 0);
        var unknown = await built.Sandbox.SlipwayAsync("trust", "verify", new string('0', 64));

        Assert.Equal("accepted", (string)answer["verdict"]!);
        Assert.Equal(built.TaskOf("app"), (string)answer["links"]!.AsArray()[0]!["taskId"]!);
        Assert.Equal(3, unknown.ExitCode);
    }

    private async Task<JsonNode> VerifyAsync(string what, int exit)
    {
        var run = await built.Sandbox.SlipwayAsync("trust", "verify", what, "--json");
        Assert.True(run.ExitCode == exit, $"{run}");
        return JsonNode.Parse(run.Output)!;
    }

    private async Task<string> FileAsync(string image, string form)
    {
        string file = Path.Join(_folder.FullName, "image.tar.zst");
        byte[] archive = built.ArchiveOf(image);
        await File.WriteAllBytesAsync(
            file,
            form switch
            {
                "nothing" => "nothing"u8.ToArray(),
                "damaged" => archive[..^100],
                _ => archive,
            },
            Cancel);
        if (form is "as it is" or "nothing" or "damaged")
        {
            return file;
        }

        string tar = Path.Join(_folder.FullName, "image.tar");
        await Tool.CheckAsync("zstd", "-dq", file, "-o", tar);
        switch (form)
        {
            case "gzip":
                await Tool.CheckAsync("gzip", tar);
                return $"{tar}.gz";
            case "oci":
                return await LayoutAsync(tar);
            case "unknown":
                // Without the label that says what it claims to be.
                await Tool.CheckAsync(
                    "bash",
                    "-ec",
                    $"cd '{_folder.FullName}'; mkdir u; tar -C u -xf image.tar; cd u; "
                    + "sed -i 's/dev.slipway.digest/dev.slipway.nothing/g' *.json; tar -cf ../unknown.tar *");
                return Path.Join(_folder.FullName, "unknown.tar");
            default:
                return tar;
        }
    }

    // As an OCI layout; skopeo would write a config of its own, and so another image.
    private async Task<string> LayoutAsync(string tar)
    {
        string saved = Path.Join(_folder.FullName, "saved");
        string layout = Path.Join(_folder.FullName, "layout");
        Directory.CreateDirectory(saved);
        Directory.CreateDirectory(Path.Join(layout, "blobs", "sha256"));
        await Tool.CheckAsync("tar", "-C", saved, "-xf", tar);
        var listed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(saved, "manifest.json"), Cancel))![0]!;
        var config = await BlobAsync("application/vnd.oci.image.config.v1+json", Read((string)listed["Config"]!));
        var layers = new JsonArray();
        foreach (var layer in listed["Layers"]!.AsArray())
        {
            layers.Add(await BlobAsync("application/vnd.oci.image.layer.v1.tar", Read((string)layer!)));
        }

        var manifest = new JsonObject { ["schemaVersion"] = 2, ["config"] = config, ["layers"] = layers };
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["manifests"] = new JsonArray(await BlobAsync(
                "application/vnd.oci.image.manifest.v1+json", Encoding.UTF8.GetBytes(manifest.ToJsonString()))),
        };
        await File.WriteAllTextAsync(Path.Join(layout, "index.json"), index.ToJsonString(), Cancel);
        await File.WriteAllTextAsync(
            Path.Join(layout, "oci-layout"), """{"imageLayoutVersion": "1.0.0"}""", Cancel);
        string file = Path.Join(_folder.FullName, "oci.tar");
        await Tool.CheckAsync("tar", "-C", layout, "-cf", file, "oci-layout", "index.json", "blobs");
        return file;

        byte[] Read(string name) => File.ReadAllBytes(Path.Join(saved, name));

        async Task<JsonObject> BlobAsync(string type, byte[] content)
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(content));
            await File.WriteAllBytesAsync(Path.Join(layout, "blobs", "sha256", hash), content, Cancel);
            return new JsonObject
            {
                ["mediaType"] = type,
                ["digest"] = $"sha256:{hash}",
                ["size"] = content.Length,
            };
        }
    }
}
