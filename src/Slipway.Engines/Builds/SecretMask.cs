using System.Collections.Immutable;

namespace Slipway.Engines.Builds;

/// <summary>Blots out secret values in text.</summary>
internal sealed class SecretMask
{
    public const string Blot = "***";

    // Shorter lines of a value, such as a bracket, would blot out half of a log and give nothing away.
    private const int ShortestLine = 4;

    private readonly ImmutableArray<string> _values;
    private readonly ImmutableArray<string> _needles;

    public SecretMask(IEnumerable<string> values)
    {
        _values = [.. values.Select(value => value.Trim()).Where(value => value.Length > 0).Distinct()];
        _needles =
        [
            .. _values
                .Concat(_values.SelectMany(Lines))
                .Distinct()
                // A value that holds another is blotted out whole.
                .OrderByDescending(needle => needle.Length),
        ];
    }

    public string Apply(string text)
    {
        foreach (string needle in _needles)
        {
            text = text.Replace(needle, Blot, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Whether a whole value stands in a text. Values too short to tell from chance are not looked for.</summary>
    public bool IsIn(string text) =>
        _values.Any(value => value.Length >= ShortestLine && text.Contains(value, StringComparison.Ordinal));

    private static IEnumerable<string> Lines(string value) =>
        value.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.Length >= ShortestLine);
}
