using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Slipway.Core.Tasks;
using Slipway.Taskcluster.Http;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Uploads artifacts of a run: to the Queue's own storage, or to the Object service.</summary>
/// <remarks>
/// The Queue's own comes first, as in Taskcluster's workers: asking for the same room again is fine there, while the Object
/// service takes a repetition for another upload, so that one lost answer would cost the artifact.
/// </remarks>
internal sealed class ArtifactUploads(ApiClient api, Storage storage)
{
    private const string Queue = "queue";
    private const string ObjectStorage = "object";
    private const string S3Storage = "s3";

    private readonly ObjectService _objects = new(api, storage);

    public async Task UploadAsync(
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        string what = $"create {upload.Name} of task {upload.Task}";
        var room = new Fields(Queue, what, await MakeRoomAsync(upload, what, cancellationToken));
        if (room.Text("storageType") == S3Storage)
        {
            using var hashes = new ContentHashes();
            await storage.PutAsync(
                room.Address("putUrl"),
                ImmutableSortedDictionary<string, string>.Empty.Add("Content-Type", room.Text("contentType")),
                upload,
                openAt,
                hashes,
                progress,
                cancellationToken);
            return;
        }

        await _objects.UploadAsync(room, upload, openAt, progress, cancellationToken);
        (await api.SendAsync(
            new ApiCall(HttpMethod.Put, Queue, PathOf(upload), $"finish {upload.Name} of task {upload.Task}")
            {
                Body = new JsonObject { ["uploadId"] = room.Text("uploadId") },
            },
            cancellationToken)).Require();
    }

    private async Task<JsonObject> MakeRoomAsync(ArtifactUpload upload, string what, CancellationToken cancellationToken)
    {
        bool isObject = api.Settings.ArtifactStorage == ArtifactStorage.Object;
        var answer = await CreateAsync(isObject ? ObjectStorage : S3Storage);
        // A deployment may have only one of them, and an earlier attempt may have gone to the other.
        if (answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict)
        {
            var other = await CreateAsync(isObject ? S3Storage : ObjectStorage);
            answer = other.Failure is null ? other : answer;
        }

        return answer.Require();

        Task<ApiAnswer> CreateAsync(string storageType) => api.SendAsync(
            new ApiCall(HttpMethod.Post, Queue, PathOf(upload), what)
            {
                Body = new JsonObject
                {
                    ["storageType"] = storageType,
                    ["expires"] = Moments.Format(upload.Expires),
                    ["contentType"] = upload.ContentType,
                },
            },
            cancellationToken);
    }

    private static string PathOf(ArtifactUpload upload) =>
        $"task/{upload.Task}/runs/{upload.Run}/artifacts/{ApiCall.Parts(upload.Name.Value)}";
}
