using System.Net;
using Slipway.Http;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Hawk;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>Says what is wrong with an answer of a service.</summary>
internal sealed class ServiceFailures(TaskclusterSettings settings, KnownSecrets secrets)
{
    // Hawk's own tolerance is a minute, Taskcluster's a quarter of an hour. Less than this is never the reason.
    private static readonly TimeSpan SmallSkew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(15);

    /// <summary>What an answer means that was not expected.</summary>
    public SlipwayException Of(ApiAnswer answer)
    {
        var error = ServiceError.Of(answer.Body).Cover(secrets);
        string what = answer.Call.What;
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => Unauthorized(answer, error),
            HttpStatusCode.Forbidden when error.Code == "InsufficientScopes" => Insufficient(answer.Call, error),
            HttpStatusCode.BadRequest => Fail(
                TaskclusterCodes.InputInvalid,
                $"Taskcluster does not take what was sent to {what}{error.Quoted}",
                SettingHint.Of(error.Message) ?? "What to do follows from the service's words."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => Fail(
                TaskclusterCodes.NotFound,
                $"Taskcluster has nothing there, asked to {what}{error.Quoted}",
                error.Code is null
                    ? "Check the address of the deployment; an older one may not have this method."
                    : "Check the name; what has expired is gone."),
            HttpStatusCode.Conflict => Fail(
                TaskclusterCodes.RequestConflict,
                $"What Taskcluster has does not allow to {what}{error.Quoted}",
                "What to do follows from the service's words; a task that is resolved cannot be changed any more."),
            HttpStatusCode.RequestEntityTooLarge => Fail(
                TaskclusterCodes.InputTooLarge,
                $"Taskcluster finds a request too large, asked to {what}{error.Quoted}",
                "Make what is sent smaller: fewer arguments, shorter commands, or artifacts in their place."),
            >= HttpStatusCode.InternalServerError => Failed(answer.Call, answer.Status, error),
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => Redirected(answer),
            _ => Fail(
                TaskclusterCodes.RequestRefused,
                $"Taskcluster refused to {what}: {(int)answer.Status}{error.Quoted}",
                answer.Status == HttpStatusCode.TooManyRequests
                    ? "Wait a little and try again."
                    : "What to do follows from the service's words."),
        };
    }

    public static SlipwayException NotUnderstood(ApiCall call, string why) => NotUnderstood(call.What, why);

    public static SlipwayException NotUnderstood(string what, string why) => Fail(
        TaskclusterCodes.AnswerInvalid,
        $"The answer to the request to {what} cannot be understood: {why}",
        "Check the address of the deployment: what answers there may be a proxy or another program.");

    public static SlipwayException TooLarge(string what, long limit) => Fail(
        TaskclusterCodes.TooLarge,
        $"More than {limit} bytes come back, asked to {what}",
        "Check the address; what answers there may not be Taskcluster, or what was stored is not what it should be.");

    public static SlipwayException TooSlow(string server, string what, Exception exception) => new(
        new Diagnostic(
            TaskclusterCodes.TooSlow,
            $"{server} sends too slowly, asked to {what}: {exception.Message}",
            "Check the network, and try again later."),
        exception);

    private static SlipwayException Failed(ApiCall call, HttpStatusCode status, ServiceError error) => Fail(
        TaskclusterCodes.ServiceFailed,
        $"Taskcluster failed to {call.What}: {(int)status}{error.Quoted}",
        "Try again later; the service's own log says more.");

    private SlipwayException Insufficient(ApiCall call, ServiceError error)
    {
        string scopes = ScopeMessage.Read(error.Message) is { } named ? $"the scopes {named}" : "more scopes";
        var credentials = call.Credentials ?? settings.Credentials;
        return (credentials, settings.IsTaskProxy) switch
        {
            (null, true) => Fail(
                TaskclusterCodes.InsufficientScopes,
                $"The task needs {scopes} to {call.What}",
                "Add them to 'scopes' in the task's definition, and 'taskclusterProxy' to its features."),
            (null, false) => Fail(
                TaskclusterCodes.InsufficientScopes,
                $"No credentials were given, and it needs {scopes} to {call.What}",
                "Set TASKCLUSTER_CLIENT_ID and TASKCLUSTER_ACCESS_TOKEN, "
                + "for example with 'eval $(taskcluster signin)'."),
            _ => Fail(
                TaskclusterCodes.InsufficientScopes,
                $"The client {Display.Text(credentials!.ClientId)} lacks {scopes} to {call.What}",
                "Ask for a role that has them, or use another client."),
        };
    }

    private SlipwayException Unauthorized(ApiAnswer answer, ServiceError error)
    {
        var now = settings.Clock.GetUtcNow();
        var credentials = answer.Call.Credentials ?? settings.Credentials;
        if (answer.Date is { } date && Skew(now - date, error) is { } skew)
        {
            return Fail(
                TaskclusterCodes.ClockSkewed,
                $"The clock of this machine is {skew} Taskcluster's, which therefore refused to {answer.Call.What}",
                "Set the clock (on Linux: 'timedatectl set-ntp true'); the services allow 15 minutes.");
        }

        bool isExpired = error.Message.Contains("expiry < now", StringComparison.Ordinal)
            || (credentials?.Certificate is { } certificate && Certificate.Parse(certificate).IsExpired(now));
        return isExpired
            ? Fail(
                TaskclusterCodes.CredentialsExpired,
                $"The credentials of {Display.Text(credentials?.ClientId ?? "the proxy")} have expired; Taskcluster "
                + $"refused to {answer.Call.What}",
                "Get new ones, for example with 'eval $(taskcluster signin)'.")
            : Fail(
                TaskclusterCodes.AuthenticationFailed,
                $"Taskcluster does not accept the credentials of {Display.Text(credentials?.ClientId ?? "the proxy")} "
                + $"to {answer.Call.What}{error.Quoted}",
                "Check TASKCLUSTER_CLIENT_ID and TASKCLUSTER_ACCESS_TOKEN, that they are of this deployment, and "
                + "TASKCLUSTER_CERTIFICATE if they are temporary.");
    }

    private static string? Skew(TimeSpan difference, ServiceError error)
    {
        bool isStale = error.Message.Contains("timestamp", StringComparison.OrdinalIgnoreCase);
        var size = difference.Duration();
        if (size < SmallSkew || (size < ToleratedSkew && !isStale))
        {
            return null;
        }

        string much = size.TotalMinutes < 120 ? $"{size.TotalMinutes:0} minutes" : $"{size.TotalHours:0} hours";
        return $"{much} {(difference > TimeSpan.Zero ? "ahead of" : "behind")}";
    }

    private SlipwayException Redirected(ApiAnswer answer)
    {
        string where = answer.Location is { } location ? $", {Host(location)}" : "";
        return Fail(
            TaskclusterCodes.RedirectRefused,
            $"Asked to {answer.Call.What}, the server sends elsewhere ({(int)answer.Status}{where}), "
            + "and requests that are signed are not sent on",
            "Set TASKCLUSTER_ROOT_URL to the address of the deployment itself, with https.");
    }

    private string Host(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var address)
            ? secrets.Quote($"{address.Scheme}://{address.Authority}")
            : "to another path";

    private static SlipwayException Fail(DiagnosticCode code, string message, string remedy) =>
        new(new Diagnostic(code, message, remedy));
}
