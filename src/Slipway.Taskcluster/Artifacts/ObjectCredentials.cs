using Slipway.Taskcluster.Http;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Artifacts;

/// <summary>The credentials for one object, which the Queue gives with an artifact.</summary>
/// <remarks>
/// https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/v1/object-credentials.yml.
/// </remarks>
internal static class ObjectCredentials
{
    public static TaskclusterCredentials Read(AnswerFields fields) => new(
        fields.Text("clientId"), fields.Text("accessToken"), fields.OptionalText("certificate"));
}
