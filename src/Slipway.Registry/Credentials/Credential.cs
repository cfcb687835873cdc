namespace Slipway.Registry.Credentials;

/// <summary>What proves who somebody is. Prints as the place where it was found, never as what it is.</summary>
internal sealed class Credential
{
    private Credential(string? username, string secret, string source) =>
        (Username, Secret, Source) = (username, secret, source);

    /// <summary>Null for an identity token.</summary>
    public string? Username { get; }

    /// <summary>The password, or the identity token: a refresh token of the registry's token server.</summary>
    public string Secret { get; }

    /// <summary>Where it was found, for people.</summary>
    public string Source { get; }

    public static Credential Password(string username, string password, string source) =>
        new(username, password, source);

    public static Credential IdentityToken(string token, string source) => new(null, token, source);

    public override string ToString() => Source;
}
