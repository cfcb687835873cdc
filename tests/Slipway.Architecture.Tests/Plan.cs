using System.Text.RegularExpressions;

namespace Slipway.Architecture.Tests;

/// <summary>What <c>docs/architecture.md</c> says of the house.</summary>
/// <param name="Allowed">For each project those that it may use.</param>
/// <param name="Folders">Every folder with code, below <c>src</c>.</param>
/// <param name="Picture">The arrows of the picture.</param>
internal sealed partial record Plan(
    SortedDictionary<string, SortedSet<string>> Allowed,
    SortedSet<string> Folders,
    SortedSet<string> Picture)
{
    public static Plan Read() => Parse(File.ReadAllText(Path.Join(Repository.Root, "docs", "architecture.md")));

    public static Plan Parse(string page)
    {
        var plan = new Plan(new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        string project = string.Empty;
        foreach (string line in Block(page, "arrows").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(' '))
            {
                string[] parts = line.Split(':');
                project = parts[0];
                plan.Allowed.Add(
                    project, new(parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal));
                continue;
            }

            string folder = line.Split('—')[0].Trim();
            plan.Folders.Add(folder == "." ? project : $"{project}/{folder}");
        }

        foreach (Match arrow in ArrowPattern().Matches(Block(page, "mermaid")))
        {
            plan.Picture.Add($"Slipway.{arrow.Groups["from"].Value} -> Slipway.{arrow.Groups["to"].Value}");
        }

        return plan;
    }

    /// <summary>Whether a folder may use another one of another project.</summary>
    public bool Allows(string from, string to) =>
        House.ProjectOf(from) is var user && House.ProjectOf(to) is var used
        && (user == used || (Allowed.TryGetValue(user, out var allowed) && allowed.Contains(used)));

    /// <summary>The arrows that are not implied by others.</summary>
    public IEnumerable<string> Shortest() =>
        from pair in Allowed
        from used in pair.Value
        where !pair.Value.Any(other => other != used && Reaches(other, used))
        select $"{pair.Key} -> {used}";

    private bool Reaches(string from, string to) =>
        Allowed[from].Contains(to) || Allowed[from].Any(next => Reaches(next, to));

    private static string Block(string page, string kind)
    {
        int start = page.IndexOf($"```{kind}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/architecture.md has no block '{kind}'");
        start = page.IndexOf('\n', start) + 1;
        return page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex(
        @"^\s*(?<from>\w+) --> (?<to>\w+)\s*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArrowPattern();
}
