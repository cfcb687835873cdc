using System.Text.Json;
using Slipway.Core.Diagnostics;

namespace Slipway.Taskcluster;

/// <summary>What the variables of a process say about Taskcluster.</summary>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/env-vars</remarks>
/// <param name="RootUrl">The deployment, or the proxy of a task.</param>
/// <param name="Credentials">Null when the proxy signs, or when there are none.</param>
public sealed record TaskclusterEnvironment(Uri RootUrl, TaskclusterCredentials? Credentials)
{
    private const string ProxyVariable = "TASKCLUSTER_PROXY_URL";
    private const string RootVariable = "TASKCLUSTER_ROOT_URL";
    private const string ClientVariable = "TASKCLUSTER_CLIENT_ID";
    private const string TokenVariable = "TASKCLUSTER_ACCESS_TOKEN";
    private const string CertificateVariable = "TASKCLUSTER_CERTIFICATE";

    /// <param name="variables">The variables; empty ones count as unset.</param>
    /// <param name="now">For the expiry of temporary credentials.</param>
    /// <exception cref="SlipwayException">There is no root URL, or what is there cannot be used.</exception>
    public static TaskclusterEnvironment Read(Func<string, string?> variables, DateTimeOffset now)
    {
        if (Value(variables, ProxyVariable) is { } proxy)
        {
            return new TaskclusterEnvironment(ParseRoot(ProxyVariable, proxy), null);
        }

        string root = Value(variables, RootVariable) ?? throw new SlipwayException(new Diagnostic(
            TaskclusterCodes.RootUrlMissing,
            $"Neither {ProxyVariable} nor {RootVariable} says which Taskcluster deployment to use",
            $"Set {RootVariable}, for example to https://firefox-ci-tc.services.mozilla.com."));
        return new TaskclusterEnvironment(ParseRoot(RootVariable, root), ReadCredentials(variables, now));
    }

    private static string? Value(Func<string, string?> variables, string name) =>
        variables(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static Uri ParseRoot(string variable, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var root)
        && (root.Scheme == Uri.UriSchemeHttps || root.Scheme == Uri.UriSchemeHttp)
        && root.UserInfo.Length == 0
        && root.Query.Length == 0
        && root.Fragment.Length == 0
            ? root
            : throw new SlipwayException(new Diagnostic(
                TaskclusterCodes.RootUrlInvalid,
                // Not the text itself: whoever wrote a password into it does not want to see it in a log.
                $"{variable} is not the address of a deployment",
                "Write https:// and the host's name, without a query, such as https://firefox-ci-tc.services.mozilla.com."));

    private static TaskclusterCredentials? ReadCredentials(Func<string, string?> variables, DateTimeOffset now)
    {
        string? client = Value(variables, ClientVariable);
        string? token = Value(variables, TokenVariable);
        string? certificate = Value(variables, CertificateVariable);
        if (client is null && token is null)
        {
            return null;
        }

        if (client is null || token is null)
        {
            throw Invalid(
                $"{(client is null ? ClientVariable : TokenVariable)} is not set, and {(client is null ? TokenVariable : ClientVariable)} is",
                "Set both, or neither of them.");
        }

        if (certificate is not null)
        {
            CheckCertificate(certificate, now);
        }

        return new TaskclusterCredentials(client, token, certificate);
    }

    /// <summary>A certificate that is sent and wrong is answered with a riddle, so what can be seen here is told here.</summary>
    private static void CheckCertificate(string certificate, DateTimeOffset now)
    {
        long expiry;
        try
        {
            using var document = JsonDocument.Parse(certificate);
            expiry = document.RootElement.GetProperty("expiry").GetInt64();
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Invalid(
                $"{CertificateVariable} is not a certificate of temporary credentials",
                $"Set it to the JSON that came with them, or unset it for permanent credentials.");
        }

        if (expiry <= now.ToUnixTimeMilliseconds())
        {
            throw Invalid("The temporary credentials have expired", "Get new ones (`taskcluster signin`).");
        }
    }

    private static SlipwayException Invalid(string message, string remedy) =>
        new(new Diagnostic(TaskclusterCodes.CredentialsInvalid, message, remedy));
}
