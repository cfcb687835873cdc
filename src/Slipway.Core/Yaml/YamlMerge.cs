using System.Collections.Immutable;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Yaml;

/// <summary>
/// Carries out merge keys (<c>&lt;&lt;: *defaults</c>): keys of the mapping itself win, then earlier mappings.
/// </summary>
/// <remarks>https://yaml.org/type/merge.html</remarks>
internal sealed class YamlMerge(DiagnosticBag problems)
{
    public const string Key = "<<";

    // Far above any use; merges of merges could otherwise cost the square of the file's size.
    private const int MaximumMergedEntries = 100_000;

    private int _merged;

    public ImmutableArray<YamlEntry> Apply(List<YamlEntry> own, List<YamlNode> merged)
    {
        if (merged.Count == 0)
        {
            return [.. own];
        }

        var seen = own.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<YamlEntry>();
        result.AddRange(own);
        foreach (var source in merged.SelectMany(node => node is YamlList list ? list.Items : [node]))
        {
            if (source is not YamlMap map)
            {
                problems.Add(new Diagnostic(
                    ConfigurationCodes.WrongType,
                    $"'{Key}' merges {source.Description}",
                    "Let it name a mapping, or a list of mappings.",
                    source.Location));
                continue;
            }

            _merged += map.Entries.Length;
            if (_merged > MaximumMergedEntries)
            {
                throw new SlipwayException(new Diagnostic(
                    ConfigurationCodes.TooLarge,
                    $"The merge keys copy more than {MaximumMergedEntries} keys",
                    "Write the values out where they are needed.",
                    source.Location));
            }

            result.AddRange(map.Entries.Where(entry => seen.Add(entry.Key.Text)));
        }

        return result.DrainToImmutable();
    }
}
