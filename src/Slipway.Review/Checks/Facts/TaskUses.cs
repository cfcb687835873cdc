using System.Text.RegularExpressions;
using Slipway.Core.Catalog;
using Slipway.Model.Values;

namespace Slipway.Review.Checks.Facts;

/// <summary>Finds the images that definitions of tasks and of CI jobs use, or may use.</summary>
/// <remarks>
/// Only what is certainly not used is of use to anybody, so a name counts wherever it stands as a word, and a word with
/// a place for a value in it counts for every name that it can become.
/// </remarks>
public sealed partial class TaskUses
{
    private const string ImageKind = "docker-image";

    // Other transforms take the image from the file; this one of taskgraph always takes the same
    // (taskgraph/transforms/fetch.py).
    private const string FetchTransform = "taskgraph.transforms.fetch";
    private const string FetchImage = "fetch";

    private readonly HashSet<ImageName> _used = [];
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _kinds;

    // Whether a definition names an image in so many words: else the tree's tasks are defined elsewhere.
    private bool _hasNames;
    private bool _mayBeAny;

    private TaskUses(ImageCatalog catalog, IEnumerable<RelativePath> definitions)
    {
        _names = catalog.Images.Select(image => image.Name.Value).ToHashSet(StringComparer.Ordinal);
        _kinds = definitions.Select(file => file.Parent.Name).Append(ImageKind).ToHashSet(StringComparer.Ordinal);
    }

    /// <returns>Null when that cannot be told: no definition names an image of the tree, or one of them, or a program
    /// that makes tasks, may name any.</returns>
    public static IReadOnlySet<ImageName>? Find(IEnumerable<ReferringFile> files, ImageCatalog catalog)
    {
        ReferringFile[] all = [.. files];
        if (all.Any(NameMakers.IsIn))
        {
            return null;
        }

        // What says that an image exists does not use it.
        var places = catalog.ParentsFirst.Select(image => image.Location.File).ToHashSet(StringComparer.Ordinal);
        var definitions = all.Where(file => places.Contains(file.Path.Value)).Select(file => file.Path).ToHashSet();
        var uses = new TaskUses(catalog, definitions);
        foreach (var file in all)
        {
            uses.Read(file, definitions.Contains(file.Path));
        }

        return uses._mayBeAny || !uses._hasNames ? null : uses._used;
    }

    private void Read(ReferringFile file, bool isDefinition)
    {
        string text = TemplatedText.Of(file.Text);
        foreach (string word in ImagePlaces.WordsIn(text))
        {
            _hasNames |= Add(word);
            _mayBeAny |= TemplatedText.IsOpen(word);
        }

        foreach (Match command in Command().Matches(text))
        {
            ReadCommand(command.Groups["verb"].Value, command.Groups["words"].Value);
        }

        if (file.Text.Contains(FetchTransform, StringComparison.Ordinal))
        {
            Add(FetchImage);
        }

        foreach (string word in Words().Matches(text).Select(match => match.Value).Distinct())
        {
            foreach (string kind in _kinds.Where(kind => word.StartsWith(kind + '-', StringComparison.Ordinal)))
            {
                // A dependency on the task that builds the image.
                _hasNames |= Add(word[(kind.Length + 1)..]);
            }

            if (!isDefinition && !TemplatedText.IsOpen(word))
            {
                AddWithin(word);
            }
        }
    }

    /// <summary>Without names, <c>slipway build</c> and <c>slipway decision</c> mean every image.</summary>
    private void ReadCommand(string verb, string words)
    {
        string[] all = words.Split(
            [' ', '\t', '"', '\'', ',', ']', '[', ')'], StringSplitOptions.RemoveEmptyEntries);
        bool isNamed = AddAll(all.Where(word => !TemplatedText.IsOpen(word)));
        _hasNames |= isNamed;

        // Behind a name, such a word is the value of an option.
        _mayBeAny |= !isNamed && (verb is "build" or "decision" || all.Any(word => TemplatedText.IsOpen(word)));
    }

    /// <summary>Adds the images that a word can be the name of.</summary>
    /// <returns>Whether there is one.</returns>
    private bool Add(string word)
    {
        if (!word.Contains(TemplatedText.Gap))
        {
            return _names.Contains(word) && Use(word);
        }

        bool isFound = false;
        foreach (string name in _names.Where(name => TemplatedText.CanBecome(word, name)))
        {
            isFound |= Use(name);
        }

        return isFound;
    }

    private bool AddAll(IEnumerable<string> words)
    {
        bool isFound = false;
        foreach (string word in words)
        {
            isFound |= Add(word);
        }

        return isFound;
    }

    /// <summary>Adds a word and what its parts between dots come to, as in the route of an index.</summary>
    private void AddWithin(string word)
    {
        Add(word.Trim('.', '-'));
        string[] parts = word.Split('.', StringSplitOptions.RemoveEmptyEntries);
        const int most = 16;
        for (int first = 0; parts.Length > 1 && first < Math.Min(parts.Length, most); first++)
        {
            for (int end = first + 1; end <= Math.Min(parts.Length, most); end++)
            {
                string part = string.Join('.', parts[first..end]);
                if (!TemplatedText.IsOpen(part))
                {
                    Add(part);
                }
            }
        }
    }

    private bool Use(string name)
    {
        _used.Add(ImageName.Parse(name));
        return true;
    }

    [GeneratedRegex(
        @"\bslipway(?:[ \t]+-\S+(?:[ \t]+[^\s-]\S*)??)*"
            + @"[ \t]+(?<verb>build|load|run|push|resolve|context|decision)\b(?<words>[^\r\n|;&]*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"[A-Za-z0-9._\ue0f0-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
