using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Taskcluster.Errors;
using Slipway.Taskcluster.Hawk;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Environments;

/// <summary>Where Taskcluster is and who asks, from the variables that all of its clients read.</summary>
/// <remarks>https://docs.taskcluster.net/docs/manual/design/env-vars.</remarks>
public static class TaskclusterEnvironment
{
    public const string ProxyUrl = "TASKCLUSTER_PROXY_URL";
    public const string RootUrl = "TASKCLUSTER_ROOT_URL";
    public const string ClientId = "TASKCLUSTER_CLIENT_ID";
    public const string AccessToken = "TASKCLUSTER_ACCESS_TOKEN";
    public const string Certificate = "TASKCLUSTER_CERTIFICATE";

    /// <summary>The settings; null when no variable names a deployment.</summary>
    /// <remarks>
    /// The proxy of a task goes before everything else, and is asked without credentials: it has its own.
    /// </remarks>
    /// <param name="variables">The environment. What is empty counts as unset.</param>
    /// <param name="userAgent">What the client calls itself.</param>
    /// <param name="clock">For the expiry of the credentials, and for all that comes after.</param>
    /// <exception cref="SlipwayException">A variable cannot be used, or one is missing beside another.</exception>
    public static TaskclusterSettings? Read(
        IReadOnlyDictionary<string, string> variables, string userAgent, TimeProvider clock)
    {
        var root = Address(variables, RootUrl);
        if (Address(variables, ProxyUrl) is { } proxy)
        {
            return new TaskclusterSettings
            {
                RootUrl = proxy,
                DirectUrl = root,
                IsTaskProxy = true,
                UserAgent = userAgent,
                Clock = clock,
            };
        }

        return root is null
            ? null
            : new TaskclusterSettings
            {
                RootUrl = root,
                Credentials = ReadCredentials(variables, clock),
                UserAgent = userAgent,
                Clock = clock,
            };
    }

    private static TaskclusterCredentials? ReadCredentials(
        IReadOnlyDictionary<string, string> variables, TimeProvider clock)
    {
        string? client = variables.Get(ClientId);
        string? token = variables.Get(AccessToken);
        string? certificate = variables.Get(Certificate);
        switch (client, token)
        {
            case (null, null) when certificate is null:
                return null;
            case (null, _):
                throw Incomplete(ClientId, token is null ? Certificate : AccessToken);
            case (_, null):
                throw Incomplete(AccessToken, ClientId);
        }

        // They are parts of a header, where Hawk allows no others in quotes.
        if (!client.All(c => c is >= ' ' and <= '~' and not ('"' or '\\')))
        {
            throw Invalid($"{ClientId} is not the id of a client", "Set it to the id as it was given, without quotes.");
        }

        if (certificate is not null
            && Hawk.Certificate.Parse(certificate) is var parsed
            && parsed.IsExpired(clock.GetUtcNow()))
        {
            throw new SlipwayException(new Diagnostic(
                TaskclusterCodes.CredentialsExpired,
                $"The Taskcluster credentials of {Display.Text(client)} have expired, on "
                + $"{parsed.Expiry:yyyy-MM-dd 'at' HH:mm} UTC",
                "Get new ones, for example with 'eval $(taskcluster signin)', or unset them to ask as nobody."));
        }

        return new TaskclusterCredentials(client, token, certificate);
    }

    private static Uri? Address(IReadOnlyDictionary<string, string> variables, string name)
    {
        if (variables.Get(name) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? address
            : throw new SlipwayException(new Diagnostic(
                TaskclusterCodes.RootUrlInvalid,
                $"{name} is not the address of a Taskcluster deployment",
                "Set it to an address such as https://taskcluster.example.com, "
                + "without credentials and without a query."));
    }

    private static SlipwayException Incomplete(string missing, string given) =>
        Invalid($"{given} is set, and {missing} is not", $"Set {missing} too, or unset {given} to ask as nobody.");

    private static SlipwayException Invalid(string message, string remedy) =>
        new(new Diagnostic(TaskclusterCodes.CredentialsInvalid, message, remedy));
}
