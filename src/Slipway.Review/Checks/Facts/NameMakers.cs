using System.Text.RegularExpressions;

namespace Slipway.Review.Checks.Facts;

/// <summary>Finds programs of the tree that make tasks, and so may name any image.</summary>
/// <remarks>
/// taskgraph's own transforms put values into texts that stand in the files. Those of a tree, its loaders and what it
/// registers can do anything (https://taskcluster-taskgraph.readthedocs.io/en/latest/concepts/transforms.html).
/// </remarks>
internal static partial class NameMakers
{
    private const string Folder = "taskcluster/";
    private const string BuiltIn = "taskgraph.";

    public static bool IsIn(ReferringFile file) =>
        file.Path.Value.StartsWith(Folder, StringComparison.Ordinal)
        && (file.Path.Name.EndsWith(".py", StringComparison.Ordinal) || HasOwnProgram(file.Text));

    private static bool HasOwnProgram(string text)
    {
        bool isList = false;
        foreach (string line in text.Split('\n'))
        {
            if (Program().Match(line) is { Success: true } named)
            {
                if (!IsBuiltIn(named.Groups["name"].Value))
                {
                    return true;
                }
            }
            else if (Transforms().Match(line) is { Success: true } key)
            {
                isList = true;
                if (Module().Matches(key.Groups["inline"].Value).Any(module => !IsBuiltIn(module.Value)))
                {
                    return true;
                }
            }
            else if (isList && Item().Match(line) is { Success: true } item)
            {
                if (!IsBuiltIn(item.Groups["name"].Value))
                {
                    return true;
                }
            }
            else
            {
                isList &= Nothing().IsMatch(line);
            }
        }

        return false;
    }

    private static bool IsBuiltIn(string name) => name.StartsWith(BuiltIn, StringComparison.Ordinal);

    [GeneratedRegex(
        @"^\s*(?:loader|register)[""']?:\s+[""']?(?<name>[A-Za-z_][\w.:]*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Program();

    [GeneratedRegex(
        @"^\s*[""']?transforms[""']?:(?<inline>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Transforms();

    [GeneratedRegex(
        @"[A-Za-z_]\w*(?:\.\w+)+(?::\w+)?|[A-Za-z_]\w*:\w+",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Module();

    [GeneratedRegex(
        @"^\s*-\s+[""']?(?<name>[A-Za-z_][\w.:]*)[""']?\s*(?:#.*)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Item();

    [GeneratedRegex(@"^\s*(?:#.*)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nothing();
}
