using System.Collections.Immutable;

namespace Slipway.Registry.Authentication;

/// <summary>What a server wants to be shown (https://www.rfc-editor.org/rfc/rfc9110#section-11.3).</summary>
/// <param name="Scheme">The scheme, in small letters.</param>
/// <param name="Parameters">By name, in small letters; empty when the challenge has a token instead.</param>
internal sealed record AuthChallenge(string Scheme, ImmutableSortedDictionary<string, string> Parameters)
{
    public const string Bearer = "bearer";
    public const string Basic = "basic";

    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);
}
