using System.Text.RegularExpressions;

namespace Slipway.Review.Checks.Facts;

/// <summary>Finds the places of a definition of tasks where an image is named, and what stands there.</summary>
internal static partial class ImagePlaces
{
    /// <param name="text">As <see cref="TemplatedText.Of"/> gives it.</param>
    /// <returns>The words; one with nothing but gaps may be any image's name.</returns>
    public static IEnumerable<string> WordsIn(string text)
    {
        foreach (Match mark in Mark().Matches(text))
        {
            yield return mark.Groups["name"].Value;
        }

        int block = -1;
        foreach (string line in text.Split('\n'))
        {
            int indent = line.Length - line.TrimStart(' ', '-').Length;
            bool isBlank = string.IsNullOrWhiteSpace(line);
            block = !isBlank && indent <= block ? -1 : block;
            if (block >= 0)
            {
                // by-platform: and the like, with a name for each case.
                foreach (string word in OpenWords(line))
                {
                    yield return word;
                }
            }

            foreach (Match key in Key().Matches(line))
            {
                string rest = line[(key.Index + key.Length)..];
                foreach (string word in Words(rest))
                {
                    yield return word;
                }

                if (block < 0 && (rest.Trim().Length == 0 || rest.TrimStart().StartsWith('#')))
                {
                    block = indent;
                }
            }
        }
    }

    /// <summary>What follows a key: a scalar, or what is between braces.</summary>
    private static IEnumerable<string> Words(string rest)
    {
        if (rest.TrimStart() is ['{', .. var map])
        {
            int end = map.IndexOf('}', StringComparison.Ordinal);
            return OpenWords(end < 0 ? map : map[..end]);
        }

        return Scalar().Match(rest) is { Success: true } scalar ? [NameIn(scalar.Groups["text"].Value)] : [];
    }

    private static IEnumerable<string> OpenWords(string text) => Scalars()
        .Matches(text)
        .Select(match => NameIn(match.Value))
        .Where(word => TemplatedText.IsOpen(word));

    /// <summary>The last part of a reference's path, as in <c>registry/owner/NAME:tag</c>.</summary>
    private static string NameIn(string reference)
    {
        string name = reference.Split('@')[0];
        name = name[(name.LastIndexOf('/') + 1)..];
        return name.Split(':')[0];
    }

    [GeneratedRegex(
        @"\{\{#(?:docker_image|task_id_for_image)\}\}\s*(?<name>[^\s{}]+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(
        """(?<![A-Za-z0-9_.-])(?:in-tree|docker-image|image|parent)["']?:(?=["' \t\r{]|$)""",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex(
        """^[ \t]*["']?(?<text>[^\s"',\[\]{}#]+)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scalar();

    [GeneratedRegex("""[^\s"',\[\]{}#]+""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scalars();
}
