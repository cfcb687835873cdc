using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Credentials;

namespace Slipway.Taskcluster.Testing.Workers;

/// <summary>Uploads what a task has left, as workers do.</summary>
internal sealed class ArtifactUploader(SignedHttp http, WorkerTask task, string storageType)
{
    /// <summary>Uploads a file.</summary>
    /// <returns>SHA-256 of the bytes, in hex.</returns>
    public async Task<string> UploadAsync(WorkerArtifact artifact, CancellationToken cancellationToken)
    {
        var created = await CreateAsync(artifact, cancellationToken);
        await using var content = File.OpenRead(artifact.File);
        string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        content.Position = 0;
        if (storageType == "object")
        {
            await PutObjectAsync(artifact, created, sha256, content, cancellationToken);
        }
        else
        {
            await PutS3Async(artifact, created, content, cancellationToken);
        }

        return sha256;
    }

    /// <summary>Records why there is no file.</summary>
    public Task ReportMissingAsync(WorkerArtifact artifact, CancellationToken cancellationToken) => http.CallAsync(
        task.Credentials,
        "POST",
        PathOf(artifact.Name),
        new JsonObject
        {
            ["storageType"] = "error",
            ["reason"] = "file-missing-on-worker",
            ["message"] = $"The task has left no file for {artifact.Name}.",
            ["expires"] = JsonTexts.Time(artifact.Expires),
        },
        cancellationToken);

    /// <summary>Makes one name lead to another.</summary>
    public Task LinkAsync(string name, string target, CancellationToken cancellationToken) => http.CallAsync(
        task.Credentials,
        "POST",
        PathOf(name),
        new JsonObject
        {
            ["storageType"] = "link",
            ["artifact"] = target,
            ["contentType"] = "text/plain; charset=utf-8",
            ["expires"] = JsonTexts.Time(task.Expires),
        },
        cancellationToken);

    private string PathOf(string name) =>
        $"/api/queue/v1/task/{task.Id}/runs/{task.Run}/artifacts/{Uri.EscapeDataString(name)}";

    private async Task<JsonObject> CreateAsync(WorkerArtifact artifact, CancellationToken cancellationToken) =>
        (await http.CallAsync(
            task.Credentials,
            "POST",
            PathOf(artifact.Name),
            new JsonObject
            {
                ["storageType"] = storageType,
                ["contentType"] = artifact.ContentType,
                ["expires"] = JsonTexts.Time(artifact.Expires),
            },
            cancellationToken))!;

    private async Task PutS3Async(
        WorkerArtifact artifact, JsonObject created, Stream content, CancellationToken cancellationToken)
    {
        // Workers compress what is text, and the storage gives it back so, whatever the reader accepts.
        bool isText = artifact.ContentType.StartsWith("text/", StringComparison.Ordinal)
            || artifact.ContentType == "application/json";
        List<(string, string)> headers = [("Content-Type", created.Text("contentType"))];
        await using var body = isText ? await CompressAsync(content, cancellationToken) : content;
        if (isText)
        {
            headers.Add(("Content-Encoding", "gzip"));
        }

        await http.PutAsync(created.Text("putUrl"), body, headers, cancellationToken);
    }

    private static async Task<MemoryStream> CompressAsync(Stream content, CancellationToken cancellationToken)
    {
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await content.CopyToAsync(gzip, cancellationToken);
        }

        compressed.Position = 0;
        return compressed;
    }

    private async Task PutObjectAsync(
        WorkerArtifact artifact,
        JsonObject created,
        string sha256,
        FileStream content,
        CancellationToken cancellationToken)
    {
        var uploader = TestCredentials.FromJson(created["credentials"]!);
        string name = Uri.EscapeDataString(created.Text("name"));
        var begun = await http.CallAsync(
            uploader,
            "PUT",
            $"/api/object/v1/upload/{name}",
            new JsonObject
            {
                ["projectId"] = created.Text("projectId"),
                ["uploadId"] = created.Text("uploadId"),
                ["expires"] = created.Text("expires"),
                ["proposedUploadMethods"] = new JsonObject
                {
                    ["putUrl"] = new JsonObject
                    {
                        ["contentType"] = artifact.ContentType,
                        ["contentLength"] = content.Length,
                    },
                },
            },
            cancellationToken);
        string sha512 = Convert.ToHexStringLower(await SHA512.HashDataAsync(content, cancellationToken));
        content.Position = 0;
        var put = (JsonObject)begun!["uploadMethod"]!["putUrl"]!;
        await http.PutAsync(
            put.Text("url"),
            content,
            ((JsonObject)put["headers"]!).Select(one => (one.Key, one.Value!.GetValue<string>())),
            cancellationToken);
        await http.CallAsync(
            uploader,
            "POST",
            $"/api/object/v1/finish-upload/{name}",
            new JsonObject
            {
                ["projectId"] = created.Text("projectId"),
                ["uploadId"] = created.Text("uploadId"),
                ["hashes"] = new JsonObject { ["sha256"] = sha256, ["sha512"] = sha512 },
            },
            cancellationToken);
        await http.CallAsync(
            task.Credentials,
            "PUT",
            PathOf(artifact.Name),
            new JsonObject { ["uploadId"] = created.Text("uploadId") },
            cancellationToken);
    }
}
