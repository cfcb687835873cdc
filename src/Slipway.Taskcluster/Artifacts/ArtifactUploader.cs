using System.Net;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Objects;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>
/// Makes artifacts: in the Object service where the deployment has it for artifacts, else in the Queue's bucket.
/// </summary>
/// <remarks>
/// No method tells which it is, and workers have it in their configuration
/// (https://github.com/taskcluster/taskcluster/blob/v106.0.0/workers/generic-worker/gwconfig/config.go,
/// createObjectArtifacts).
/// </remarks>
internal sealed class ArtifactUploader(ApiClient api, ObjectSender objects, BucketSender buckets)
{
    private volatile bool _hasBucketsOnly;

    public async Task RunAsync(
        ArtifactUpload upload,
        Func<long, Stream> openAt,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var content = new UploadSource(upload, openAt, progress);
        if (!_hasBucketsOnly)
        {
            var (created, refusal) = await TryCreateObjectAsync(content, cancellationToken);
            if (created is not null)
            {
                await objects.SendAsync(content, created, cancellationToken);
                return;
            }

            await buckets.SendAsync(content, refusal, cancellationToken);
            _hasBucketsOnly = true;
            return;
        }

        await buckets.SendAsync(content, null, cancellationToken);
    }

    /// <returns>The upload; or else why there can be none, which may be that there is no Object service.</returns>
    private async Task<(ObjectUpload? Upload, SlipwayException? Refusal)> TryCreateObjectAsync(
        UploadSource content, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.SendAsync(content.Create("object"), cancellationToken);
            return answer.IsSuccess ? (ReadObject(answer.Fields()), null)
                : answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound ? (null, api.Failure(answer))
                : throw api.Failure(answer);
        }
        catch (SlipwayException exception) when (exception.Diagnostics[0].Code == TaskclusterCodes.ServiceFailed)
        {
            // A Queue whose Object service is missing or has no storage fails so.
            return (null, exception);
        }
    }

    private static ObjectUpload ReadObject(AnswerFields fields) => new(
        fields.Text("name"),
        fields.Text("projectId"),
        fields.Text("uploadId"),
        fields.Text("expires"),
        ObjectCredentials.Read(fields.Object("credentials")));
}
