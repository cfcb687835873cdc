using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Slipway.Trust.Json;

/// <summary>What a JSON text says, and what in it two readers may understand differently.</summary>
/// <param name="Value">The value; of members with one name the last, as most readers have it.</param>
/// <param name="Failure">Why it is no JSON at all; null when it is.</param>
/// <param name="Ambiguities">
/// Places that some readers take and others refuse, or read differently: names that stand twice, NaN, lone surrogates.
/// </param>
public sealed record JsonReading(JsonNode? Value, string? Failure, ImmutableArray<string> Ambiguities)
{
    /// <summary>The text that was read; null when it came in another way.</summary>
    public string? Text { get; init; }

    /// <summary>Whether every reader has to understand the same.</summary>
    public bool IsPlain => Failure is null && Ambiguities.IsEmpty;

    internal static JsonReading Failed(string reason) => new(null, reason, []);
}
