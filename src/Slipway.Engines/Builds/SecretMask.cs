using System.Collections.Immutable;
using Slipway.Model.Text;

namespace Slipway.Engines.Builds;

/// <summary>Blots out secret values in text, and what encodings make of them.</summary>
internal sealed class SecretMask
{
    public const string Blot = "***";

    private readonly ImmutableArray<string> _values;

    public SecretMask(IEnumerable<string> values)
    {
        _values = [.. values.Select(value => value.Trim()).Where(value => value.Length > 0).Distinct()];
        Needles =
        [
            .. _values
                .Concat(_values.SelectMany(SecretForms.Lines))
                .Concat(
                    _values.Where(value => value.Length >= SecretForms.ShortestLine).SelectMany(SecretForms.Encodings))
                .Select(needle => VisibleText.Of(needle).Text)
                .Where(needle => needle.Length > 0)
                .Distinct()
                // A value that holds another is blotted out whole.
                .OrderByDescending(needle => needle.Length),
        ];
    }

    /// <summary>What is looked for, as it would be seen, the longest first.</summary>
    public ImmutableArray<string> Needles { get; }

    /// <summary>
    /// The line as a terminal would be left showing it, without the values that it would have shown on the way.
    /// </summary>
    public string Show(string line) =>
        // Before, for what is written over only in part was to be read until then; after, for what comes together by
        // that.
        Apply(TerminalLine.Shown(Apply(line)));

    /// <summary>
    /// The text without values, also such that commands to a terminal or invisible characters stand in.
    /// </summary>
    public string Apply(string text)
    {
        if (Needles.IsEmpty)
        {
            return text;
        }

        var visible = VisibleText.Of(text);
        foreach (string needle in Needles)
        {
            if (visible.Text.Contains(needle, StringComparison.Ordinal))
            {
                visible = VisibleText.Of(visible.Replace(needle, Blot));
            }
        }

        return visible.Source;
    }

    /// <summary>
    /// Whether a whole value stands in a text. Values too short to tell from chance are not looked for.
    /// </summary>
    public bool IsIn(string text) =>
        _values.Any(value =>
            value.Length >= SecretForms.ShortestLine && text.Contains(value, StringComparison.Ordinal));
}
