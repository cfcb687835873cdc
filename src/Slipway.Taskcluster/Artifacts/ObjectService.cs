using System.Text.Json.Nodes;
using Slipway.Core.Tasks;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>The Object service, with the credentials that the Queue hands out for one object.</summary>
/// <remarks>https://docs.taskcluster.net/docs/reference/platform/object</remarks>
internal sealed class ObjectService(ApiClient api, Storage storage)
{
    private const string Name = "object";

    // An upload of fewer bytes may go along with the request.
    private const int Inline = 8192;

    public async Task<StoredContent?> LocateAsync(
        string name, TaskclusterCredentials credentials, CancellationToken cancellationToken)
    {
        string what = $"download the object {name}";
        var answer = await api.As(credentials).SendAsync(
            new ApiCall(HttpMethod.Put, Name, $"start-download/{ApiCall.Parts(name)}", what)
            {
                Body = new JsonObject { ["acceptDownloadMethods"] = new JsonObject { ["getUrl"] = true } },
            },
            cancellationToken);
        if (answer.IsAbsent)
        {
            return null;
        }

        var fields = new Fields(Name, what, answer.Require());
        return new StoredContent(fields.Address("url"), fields.Texts("hashes"));
    }

    /// <summary>Uploads what the Queue has made room for.</summary>
    /// <param name="room">The Queue's answer: name, project, upload and credentials.</param>
    /// <param name="upload">What.</param>
    /// <param name="openAt">Opens the content from an offset on.</param>
    /// <param name="progress">Bytes sent.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task UploadAsync(
        Fields room,
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        string name = room.Text("name");
        string what = $"upload {upload.Name} of task {upload.Task}";
        var objects = api.As(room.Credentials("credentials"));
        using var hashes = new ContentHashes();
        var created = (await objects.SendAsync(
            new ApiCall(HttpMethod.Put, Name, $"upload/{ApiCall.Part(name)}", what)
            {
                Body = new JsonObject
                {
                    ["projectId"] = room.Text("projectId"),
                    ["uploadId"] = room.Text("uploadId"),
                    ["expires"] = room.Text("expires"),
                    ["proposedUploadMethods"] = await ProposeAsync(upload, openAt, hashes, cancellationToken),
                },
            },
            cancellationToken)).Require();
        var method = new Fields(Name, what, created).Object("uploadMethod");
        if (method["putUrl"] is JsonObject put)
        {
            var fields = new Fields(Name, what, put);
            await storage.PutAsync(
                fields.Address("url"), fields.Texts("headers"), upload, openAt, hashes, progress, cancellationToken);
        }
        else if (method["dataInline"] is null)
        {
            throw ApiFailures.Invalid(Name, what, "it takes none of the ways to upload that were offered");
        }

        (await objects.SendAsync(
            new ApiCall(HttpMethod.Post, Name, $"finish-upload/{ApiCall.Part(name)}", what)
            {
                Body = new JsonObject
                {
                    ["projectId"] = room.Text("projectId"),
                    ["uploadId"] = room.Text("uploadId"),
                    ["hashes"] = hashes.ToJson(),
                },
            },
            cancellationToken)).Require();
    }

    private static async Task<JsonObject> ProposeAsync(
        ArtifactUpload upload, Func<long, Stream> openAt, ContentHashes hashes, CancellationToken cancellationToken)
    {
        if (upload.Size >= Inline)
        {
            return new JsonObject
            {
                ["putUrl"] = new JsonObject { ["contentType"] = upload.ContentType, ["contentLength"] = upload.Size },
            };
        }

        byte[] content = new byte[upload.Size];
        await using (var source = openAt(0))
        {
            await source.ReadExactlyAsync(content, cancellationToken);
        }

        hashes.Append(content);
        hashes.Finish();
        return new JsonObject
        {
            ["dataInline"] = new JsonObject
            {
                ["contentType"] = upload.ContentType,
                ["objectData"] = Convert.ToBase64String(content),
            },
        };
    }
}
