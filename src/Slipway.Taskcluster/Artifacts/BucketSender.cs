using System.Net;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Sends an artifact to the bucket of the Queue.</summary>
internal sealed class BucketSender(ApiClient api, Storage storage, Retries retries, TaskclusterSettings settings)
{
    /// <param name="source">What.</param>
    /// <param name="refusal">Why it does not go to the Object service; null when that was not tried.</param>
    public async Task SendAsync(UploadSource source, SlipwayException? refusal, CancellationToken cancellationToken)
    {
        StoragePut? put = null;
        await retries.RunAsync(
            async token =>
            {
                put = put is null || put.Expires <= settings.Clock.GetUtcNow()
                    ? await CreateAsync(source, refusal, token)
                    : put;
                return await storage.PutAsync(
                    put, timer => source.ToContent(timer, settings.Timeouts), source.What, token);
            },
            cancellationToken);
    }

    private async Task<StoragePut> CreateAsync(
        UploadSource source, SlipwayException? refusal, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(source.Create("s3"), cancellationToken);
        if (!answer.IsSuccess)
        {
            // Half-made by the attempt before, it cannot become another one; then that attempt's words say more.
            throw answer.Status == HttpStatusCode.Conflict && refusal is not null ? refusal : api.Failure(answer);
        }

        var fields = answer.Fields();
        return new StoragePut(
            ServiceAddress.OfStorage(fields.Text("putUrl")) ?? throw fields.Wrong("putUrl", "an address of HTTP"),
            [("Content-Type", fields.Text("contentType"))],
            fields.Time("expires"));
    }
}
