using System.Text.Json.Nodes;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Objects;

/// <summary>
/// The Object service, which holds artifacts: https://docs.taskcluster.net/docs/reference/platform/object/api.
/// </summary>
internal sealed class ObjectService(ApiClient api)
{
    /// <summary>Bytes below which an object may be a part of the request.</summary>
    // https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/object/schemas/v1/upload-method-data-inline.yml
    public const int InlineLimit = 8192;

    private const string Service = "object";

    /// <summary>Asks where an object can be read.</summary>
    /// <returns>Null when there is none, or not any more.</returns>
    public async Task<ObjectDownload?> StartDownloadAsync(
        string name, TaskclusterCredentials credentials, string what, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Put, Service, what, "start-download", name)
        {
            Credentials = credentials,
            // Not every storage has an address whose content comes with hashes; the service prefers it where it has.
            Body = new JsonObject
            {
                ["acceptDownloadMethods"] = new JsonObject { ["getUrl"] = true, ["simple"] = true },
            },
        };
        if (await api.FindAsync(call, cancellationToken) is not { } answer)
        {
            return null;
        }

        var fields = answer.Fields();
        return fields.Text("method") switch
        {
            "getUrl" => new ObjectDownload(fields.Text("url"), Hashes(fields.Object("hashes"))),
            "simple" => new ObjectDownload(
                fields.Text("url"), await ReadHashesAsync(name, credentials, what, cancellationToken)),
            _ => throw fields.Wrong("method", "one that was accepted"),
        };
    }

    /// <summary>Asks how to send an object.</summary>
    /// <param name="upload">Which.</param>
    /// <param name="contentType">Of the bytes.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="content">The bytes, when they are few enough to be a part of the request; else null.</param>
    /// <param name="what">For people, after "to".</param>
    /// <returns>Null when the service has no way for it.</returns>
    public async Task<UploadMethod?> CreateUploadAsync(
        ObjectUpload upload,
        string contentType,
        long size,
        ReadOnlyMemory<byte>? content,
        string what,
        CancellationToken cancellationToken)
    {
        var proposed = new JsonObject();
        if (content is { } bytes)
        {
            proposed["dataInline"] = new JsonObject
            {
                ["contentType"] = contentType,
                ["objectData"] = Convert.ToBase64String(bytes.Span),
            };
        }

        proposed["putUrl"] = new JsonObject { ["contentType"] = contentType, ["contentLength"] = size };
        var call = new ApiCall(HttpMethod.Put, Service, what, "upload", upload.Name)
        {
            Credentials = upload.Credentials,
            Body = new JsonObject
            {
                ["projectId"] = upload.ProjectId,
                ["uploadId"] = upload.UploadId,
                ["expires"] = upload.Expires,
                ["proposedUploadMethods"] = proposed,
            },
        };
        var method = (await api.DemandAsync(call, cancellationToken)).Fields().Object("uploadMethod");
        return method.Has("dataInline") ? new UploadMethod.Inline()
            : method.OptionalObject("putUrl") is { } put ? ReadPut(put)
            : null;
    }

    /// <summary>Says that an object is complete.</summary>
    public async Task FinishUploadAsync(
        ObjectUpload upload, ContentHashes hashes, string what, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, Service, what, "finish-upload", upload.Name)
        {
            Credentials = upload.Credentials,
            Body = new JsonObject
            {
                ["projectId"] = upload.ProjectId,
                ["uploadId"] = upload.UploadId,
                ["hashes"] = new JsonObject { ["sha256"] = hashes.Sha256, ["sha512"] = hashes.Sha512 },
            },
        };
        await api.DemandAsync(call, cancellationToken);
    }

    private async Task<ContentHashes> ReadHashesAsync(
        string name, TaskclusterCredentials credentials, string what, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, Service, what, "metadata", name) { Credentials = credentials };
        return await api.FindAsync(call, cancellationToken) is { } answer
            ? Hashes(answer.Fields().Object("hashes"))
            : ContentHashes.None;
    }

    private static ContentHashes Hashes(AnswerFields fields) =>
        new(fields.OptionalText("sha256"), fields.OptionalText("sha512"));

    private static UploadMethod.Put ReadPut(AnswerFields put) =>
        new(put.Text("url"), put.Object("headers").AllTexts(), put.Time("expires"));
}
