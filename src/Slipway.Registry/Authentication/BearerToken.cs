namespace Slipway.Registry.Authentication;

/// <summary>A token of a token server. Prints as nothing.</summary>
/// <param name="value">What is shown to the registry.</param>
/// <param name="expires">When it has to be another one.</param>
internal sealed class BearerToken(string value, DateTimeOffset expires)
{
    public string Value { get; } = value;

    public DateTimeOffset Expires { get; } = expires;
}
