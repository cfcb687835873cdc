using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Core.Diagnostics;

namespace Slipway.Taskcluster.Http;

/// <summary>Says what a service did not like.</summary>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/apis/errors</remarks>
internal static partial class ApiFailures
{
    private const int LongestMessage = 600;
    private const int NamedScopes = 3;

    // Smaller differences do not hurt, and the header tells whole seconds only.
    private static readonly TimeSpan NotableSkew = TimeSpan.FromMinutes(1);

    public static SlipwayException Of(
        ApiCall call, HttpResponseMessage answer, JsonObject? body, TaskclusterSettings settings)
    {
        string? code = Text(body, "code");
        string said = Said(body);
        return (answer.StatusCode, code) switch
        {
            (HttpStatusCode.Unauthorized, _) => Authentication(call, answer, said, settings),
            (HttpStatusCode.Forbidden, _) => Scopes(call, body, settings),
            (HttpStatusCode.NotFound or HttpStatusCode.Gone, _) => Fail(
                TaskclusterCodes.NotThere,
                $"Taskcluster does not have what is needed to {call.What}{said}",
                "Check the name; it may have expired."),
            (>= HttpStatusCode.InternalServerError, _) => Fail(
                TaskclusterCodes.ServerFailed,
                $"The {call.Service} service failed to {call.What}, {(int)answer.StatusCode} each time{said}",
                "Try again later; the deployment's status page may say more."),
            (_, not null) => Fail(
                TaskclusterCodes.RequestRefused,
                $"The {call.Service} service refuses to {call.What}: {code}{said}",
                "Correct what it complains about."),
            _ => NotTaskcluster(call, answer),
        };
    }

    public static SlipwayException NotTaskcluster(ApiCall call, HttpResponseMessage answer) => Fail(
        TaskclusterCodes.AnswerInvalid,
        $"{answer.RequestMessage!.RequestUri!.Authority} does not answer as the {call.Service} service of Taskcluster, when asked to {call.What} "
        + $"(status {(int)answer.StatusCode})",
        "Check TASKCLUSTER_ROOT_URL, and whether a proxy or a login page stands between.");

    public static SlipwayException Invalid(string service, string what, string how) => Fail(
        TaskclusterCodes.AnswerInvalid,
        $"The {service} service answered something odd when asked to {what}: {how}",
        "Check TASKCLUSTER_ROOT_URL, and whether the deployment is older than version 80 or newer than Slipway knows.");

    private static SlipwayException Authentication(
        ApiCall call, HttpResponseMessage answer, string said, TaskclusterSettings settings)
    {
        var skew = answer.Headers.Date is { } date ? settings.Clock.GetUtcNow() - date : TimeSpan.Zero;
        return Fail(
            TaskclusterCodes.AuthenticationFailed,
            $"Taskcluster does not accept the credentials of {Who(settings)} to {call.What}{said}",
            skew.Duration() > NotableSkew
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"Set the clock of this machine, which is {skew.Duration().TotalMinutes:0} minutes {(skew > TimeSpan.Zero ? "ahead" : "behind")}.")
                : "Get new ones (`taskcluster signin`); temporary ones expire.");
    }

    private static SlipwayException Scopes(ApiCall call, JsonObject? body, TaskclusterSettings settings)
    {
        var fenced = Fence().Matches(Text(body, "message") ?? string.Empty);
        string scopes = fenced.Count > 0 ? List(fenced[0].Groups["scopes"].Value) : "a scope that is not named";
        return settings.Credentials is null
            ? Fail(
                TaskclusterCodes.ScopesMissing,
                $"To {call.What} without credentials is not allowed: it needs {scopes}",
                "Set TASKCLUSTER_CLIENT_ID and TASKCLUSTER_ACCESS_TOKEN (`taskcluster signin`), or in a task turn on the feature "
                + "taskclusterProxy and give the task the scope.")
            : Fail(
                TaskclusterCodes.ScopesMissing,
                $"{Who(settings)} may not {call.What}: it lacks {scopes}",
                "Ask whoever runs the deployment for the scope, or use other credentials.");
    }

    /// <summary>The scopes of an expression; which of them would do is mostly plain.</summary>
    private static string List(string expression)
    {
        string[] scopes = [.. Scope().Matches(expression).Select(match => Display.Line(match.Groups["scope"].Value))];
        return scopes.Length switch
        {
            0 => Display.Line(Spaces().Replace(expression, " ").Trim()),
            <= NamedScopes => string.Join(", ", scopes),
            _ => $"{string.Join(", ", scopes.Take(NamedScopes))} and {scopes.Length - NamedScopes} more",
        };
    }

    private static string Who(TaskclusterSettings settings) =>
        settings.Credentials is { } credentials ? Display.Text(credentials.ClientId) : "the proxy";

    /// <summary>": message" on one line, without what the service appends about the request.</summary>
    private static string Said(JsonObject? body)
    {
        string? message = Text(body, "message");
        if (message is null)
        {
            return string.Empty;
        }

        int end = message.IndexOf("\n---\n", StringComparison.Ordinal);
        string text = Spaces().Replace(end < 0 ? message : message[..end], " ").Trim();
        return text.Length == 0 ? string.Empty : $": {Display.Clip(Display.Line(text).TrimEnd('.'), LongestMessage)}";
    }

    private static string? Text(JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static SlipwayException Fail(DiagnosticCode code, string message, string remedy) =>
        new(new Diagnostic(code, message, remedy));

    // libraries/api/src/middleware/auth.js: first the scopes that are missing, or for nobody those that are required.
    [GeneratedRegex("```(?<scopes>.*?)```", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    // A JSON text, or several in an object of AllOf and AnyOf; a single scope stands without quotes in some versions.
    [GeneratedRegex("\"(?<scope>[^\"{}]+:[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scope();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
