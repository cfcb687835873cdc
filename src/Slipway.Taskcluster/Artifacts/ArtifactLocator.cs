using System.Net;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Objects;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>Asks the Queue where the artifacts of the latest run of a task are.</summary>
internal sealed class ArtifactLocator(ApiClient api, ObjectService objects)
{
    private const string Service = "queue";

    /// <summary>Whether there is an artifact, which is not the record of an error.</summary>
    public async Task<bool> HasAsync(TaskId task, ArtifactName name, CancellationToken cancellationToken)
    {
        var call = Call(task, "artifact-content", name, $"find {name} of the task {task}");
        var answer = await api.SendAsync(call, cancellationToken);
        return answer.IsUnknownRoute
            ? await FindByRedirectAsync(task, name, call.What, cancellationToken) is not null
            : answer.IsSuccess
                ? answer.Fields().Text("storageType") != "error"
                : IsAbsent(answer) ? false : throw api.Failure(answer);
    }

    /// <summary>Where an artifact can be read for the next minute or longer.</summary>
    /// <returns>Null when there is none, or none any more, or it is the record of an error.</returns>
    public async Task<ArtifactPlace?> FindAsync(
        TaskId task, ArtifactName name, string what, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(Call(task, "artifact-content", name, what), cancellationToken);
        if (answer.IsUnknownRoute)
        {
            return await FindByRedirectAsync(task, name, what, cancellationToken);
        }

        if (!answer.IsSuccess)
        {
            return IsAbsent(answer) ? null : throw api.Failure(answer);
        }

        var fields = answer.Fields();
        return fields.Text("storageType") switch
        {
            "error" => null,
            // The task chose the address of a reference, so nobody vouches for what is there; nor for S3, without
            // hashes.
            "s3" or "reference" => new ArtifactPlace(Address(fields), ContentHashes.None),
            "object" => await FindObjectAsync(fields, what, cancellationToken)
                ?? throw ArtifactFailures.Lacking($"The artifact {name} of the task {task}"),
            _ => throw fields.Wrong("storageType", "one that is known"),
        };
    }

    private async Task<ArtifactPlace?> FindObjectAsync(
        AnswerFields fields, string what, CancellationToken cancellationToken)
    {
        var download = await objects.StartDownloadAsync(
            fields.Text("name"), ObjectCredentials.Read(fields.Object("credentials")), what, cancellationToken);
        return download is null
            ? null
            : new ArtifactPlace(
                ServiceAddress.OfStorage(download.Url)
                    ?? throw fields.Wrong("name", "an object with an address of HTTP"),
                download.Hashes);
    }

    // What every deployment has. The answer is a redirect, whose body says the same.
    private async Task<ArtifactPlace?> FindByRedirectAsync(
        TaskId task, ArtifactName name, string what, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(Call(task, "artifacts", name, what), cancellationToken);
        if (IsAbsent(answer))
        {
            return null;
        }

        if (answer.Status is not (HttpStatusCode.SeeOther or HttpStatusCode.Found) || answer.Location is null)
        {
            throw api.Failure(answer);
        }

        return new ArtifactPlace(
            ServiceAddress.OfStorage(answer.Location)
                ?? throw ServiceFailures.NotUnderstood(answer.Call, "it leads to no address of HTTP"),
            ContentHashes.None);
    }

    private static ApiCall Call(TaskId task, string route, ArtifactName name, string what) =>
        new(HttpMethod.Get, Service, what, "task", task.Value, route, name.Value);

    private static bool IsAbsent(ApiAnswer answer) =>
        answer.IsAbsent || answer.Status == HttpStatusCode.FailedDependency;

    private static Uri Address(AnswerFields fields) =>
        ServiceAddress.OfStorage(fields.Text("url")) ?? throw fields.Wrong("url", "an address of HTTP");
}

/// <summary>Where the bytes of an artifact are, outside the services.</summary>
/// <param name="Address">Asked without credentials; what is signed is the address itself.</param>
/// <param name="Hashes">What they have to be; none for those that nobody vouches for.</param>
internal sealed record ArtifactPlace(Uri Address, ContentHashes Hashes);
