using System.Collections.Immutable;
using Slipway.Core.Yaml;
using Slipway.Model.Tasks;

namespace Slipway.Core.Configuration;

/// <summary>Reads a text, or one that is chosen <c>by-level</c> or <c>by-project</c>.</summary>
/// <param name="leaf">Takes over a single value; null after a report.</param>
/// <param name="fail">Reports what is neither a text nor such a choice.</param>
/// <param name="knowsReleases">Whether a choice <c>by-release-level</c> is one too.</param>
public sealed class KeyedTextReader(
    Func<YamlScalar, string?> leaf, Action<YamlNode> fail, bool knowsReleases = false)
{
    private const string ByLevel = "by-level";
    private const string ByProject = "by-project";
    private const string ByReleaseLevel = "by-release-level";
    private const string Default = "default";

    // Each value once: aliases inside of aliases could otherwise make a small file grow without end.
    private readonly Dictionary<YamlNode, KeyedText?> _read = [];

    /// <returns>Null when a part of it was reported.</returns>
    public KeyedText? Read(YamlNode node)
    {
        if (!_read.TryGetValue(node, out var text))
        {
            text = ReadOnce(node);
            _read.Add(node, text);
        }

        return text;
    }

    private KeyedText? ReadOnce(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { IsNull: false } scalar:
                return leaf(scalar) is { } text ? new KeyedText.Plain(text) : null;
            case YamlMap { Entries: [{ Key.Text: ByLevel or ByProject, Value: YamlMap choices } choice] }:
                return ReadChoice(choices) is var (alternatives, other)
                    ? new KeyedText.By(choice.Key.Text == ByLevel, alternatives, other)
                    : null;
            case YamlMap { Entries: [{ Key.Text: ByReleaseLevel, Value: YamlMap levels }] } when knowsReleases:
                return ReadChoice(levels) is var (releases, rest)
                    ? new KeyedText.ByReleaseLevel(releases, rest)
                    : null;
            default:
                fail(node);
                return null;
        }
    }

    private (ImmutableArray<(string Key, KeyedText Value)> Alternatives, KeyedText? Other)? ReadChoice(YamlMap choices)
    {
        var alternatives = ImmutableArray.CreateBuilder<(string, KeyedText)>();
        KeyedText? other = null;
        bool isSound = true;
        foreach (var (key, value) in choices.Entries)
        {
            if (Read(value) is not { } text)
            {
                isSound = false;
            }
            else if (key.Text == Default)
            {
                other = text;
            }
            else
            {
                alternatives.Add((key.Text, text));
            }
        }

        return isSound ? (alternatives.DrainToImmutable(), other) : null;
    }
}
