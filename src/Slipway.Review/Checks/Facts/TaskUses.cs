using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Slipway.Core.Catalog;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>Finds the images that definitions of tasks and of CI jobs use.</summary>
public sealed partial class TaskUses
{
    private readonly FrozenSet<string> _names;
    private readonly HashSet<ImageName> _used = [];

    private TaskUses(ImageCatalog catalog) =>
        _names = catalog.ParentsFirst.Select(image => image.Name.Value).ToFrozenSet(StringComparer.Ordinal);

    /// <returns>Null when no definition uses any image of the tree.</returns>
    public static IReadOnlySet<ImageName>? Find(IEnumerable<ReferringFile> files, ImageCatalog catalog)
    {
        var uses = new TaskUses(catalog);
        foreach (var file in files)
        {
            uses.Read(file.Text);
        }

        return uses._used.Count == 0 ? null : uses._used;
    }

    private void Read(string text)
    {
        foreach (Match match in Reference().Matches(text))
        {
            Add(match.Groups["name"].Value);
        }

        foreach (Match match in CommandLine().Matches(text))
        {
            foreach (
                string word in match
                    .Groups["words"]
                    .Value.Split((char[])[' ', '\t', '"', '\''], StringSplitOptions.RemoveEmptyEntries))
            {
                Add(word);
            }
        }
    }

    private void Add(string name)
    {
        if (_names.Contains(name))
        {
            _used.Add(ImageName.Parse(name));
        }
    }

    [GeneratedRegex(
        """(?:\{\{#(?:docker_image|task_id_for_image)\}\}\s*|\b(?:in-tree|docker-image|image|parent)["']?:[ \t]+["']?)(?<name>[a-z0-9][a-z0-9._-]*)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"\bslipway[ \t]+(?:build|load|run|push|resolve|context)[ \t](?<words>[^\r\n|;&]*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandLine();
}
