using System.Text;
using Slipway.Tests.Registries;

namespace Slipway.Registry.Tests.Support;

/// <summary>The account that the registries of tests know.</summary>
internal static class Accounts
{
    public const string Name = "slipway";
    public const string Password = "open sesame";

    /// <summary>The line of an htpasswd file: bcrypt of the password, made by crypt(3).</summary>
    public const string Htpasswd = Name + ":$2b$04$1fORGJAHUt1RUgZB2123AeOwUVpA9VwPrOHeRw6fzXithtQsTP8Km\n";

    public static string Encoded { get; } = Encode(Name, Password);

    public static string Header { get; } = $"Basic {Encoded}";

    public static string Encode(string name, string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"));

    /// <summary>A file with the account for a registry.</summary>
    public static string WriteAuthFile(TempFolder folder, string host, string? auth = null) =>
        folder.Write("config.json", $$$"""{"auths":{"{{{host}}}":{"auth":"{{{auth ?? Encoded}}}"} } }""");

    /// <param name="authority">Gives the registry a certificate; null for one without TLS.</param>
    public static Task<TestRegistry> StartRegistryAsync(TestAuthority? authority = null) => TestRegistry.StartAsync(
        folder =>
    {
        string file = folder.Write("htpasswd", Htpasswd);
        return (authority?.Configure(folder) ?? string.Empty, $$"""
            auth:
              htpasswd: { realm: "test", path: "{{file}}" }
            """);
    });
}
