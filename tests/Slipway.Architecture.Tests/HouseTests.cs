using System.Text.RegularExpressions;

namespace Slipway.Architecture.Tests;

/// <summary>The source against <c>docs/architecture.md</c>: projects, folders, and who uses whom.</summary>
public sealed partial class HouseTests
{
    private static readonly Lazy<Plan> Plan = new(Tests.Plan.Read);

    [Fact]
    public void The_source_is_read_as_the_compiler_reads_it() => Assert.Empty(House.Whole.Errors);

    [Fact]
    public void No_project_uses_one_that_the_page_does_not_allow() =>
        Assert.Empty(Forbidden(House.Whole));

    [Fact]
    public void No_folders_of_a_project_use_each_other_in_a_circle()
    {
        string[] circles = [.. Circles.In(House.Whole.Uses.Keys)];

        // A collection would be printed in part.
        Assert.True(circles.Length == 0, string.Join('\n', circles));
    }

    [Fact]
    public void The_page_allows_no_circle_of_projects() =>
        Assert.Empty(Circles.In(Plan.Value.Allowed.SelectMany(pair => pair.Value, (pair, used) => (pair.Key, used))));

    [Fact]
    public void Project_files_refer_to_what_the_page_allows_and_to_nothing_else() => Assert.Equal(
        Plan.Value.Allowed.Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value)}"),
        ProjectSource.All.Select(project => $"{project.Name}: {string.Join(' ', project.References)}"));

    [Fact]
    public void No_project_refers_to_one_that_it_does_not_use() =>
        Assert.Empty(
            from pair in Plan.Value.Allowed
            from used in pair.Value
            where
                !House.Whole.Uses.Keys.Any(use =>
                    House.ProjectOf(use.From) == pair.Key && House.ProjectOf(use.To) == used)
            select $"{pair.Key} -> {used}");

    [Fact]
    public void Every_folder_stands_on_the_page_and_no_other_does() => Assert.Equal(
        Plan.Value.Folders,
        ProjectSource.All
            .SelectMany(project => project.Files)
            .Select(file => House.FolderOf(file.Path))
            .Distinct()
            .Order(StringComparer.Ordinal));

    [Fact]
    public void The_picture_has_the_arrows_of_the_page() =>
        Assert.Equal(Plan.Value.Shortest().Order(StringComparer.Ordinal), Plan.Value.Picture);

    [Fact]
    public void The_way_of_one_digest_is_short_and_every_file_on_it_exists()
    {
        string page = Repository.Read("docs/architecture.md");
        string way = page[page.IndexOf("## One digest from tree to index", StringComparison.Ordinal)..];
        int end = way.IndexOf("\n## ", StringComparison.Ordinal);
        var files = FilePattern()
            .Matches(end < 0 ? way : way[..end])
            .Select(match => match.Groups["file"].Value)
            .ToHashSet();

        Assert.InRange(files.Count, 20, 40);
        Assert.All(files, file => Assert.True(File.Exists(Repository.PathOf(file)), file));
    }

    [Fact]
    public void A_use_through_a_parent_namespace_is_seen()
    {
        // Planning uses Lookup; without a using line, the name goes through the namespace that both are in.
        var house = With(
            "Slipway.Core/Lookup/Intruder.cs",
            "namespace Slipway.Core.Lookup; internal static class Intruder { public static Planning.Planner? Planner { "
            + "get; } }");

        Assert.Empty(house.Errors);
        Assert.Contains("Slipway.Core/Lookup", Assert.Single(Circles.In(house.Uses.Keys)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_use_by_full_name_is_seen()
    {
        var house = With(
            "Slipway.Core/Lookup/Intruder.cs",
            "namespace Slipway.Core.Lookup; internal static class Intruder { public static object? Of(object it) => it "
            + "as global::Slipway.Core.Planning.BuildPlan; }");

        Assert.Empty(house.Errors);
        Assert.Contains("Slipway.Core/Planning", Assert.Single(Circles.In(house.Uses.Keys)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_use_of_a_project_that_the_page_does_not_allow_is_seen_whatever_the_project_file_says()
    {
        var house = With(
            "Slipway.Review/Graphs/Intruder.cs",
            "namespace Slipway.Review.Graphs; internal static class Intruder { public static int Count => "
            + "Slipway.Dialects.KnownDialects.All.Names.Length; }",
            "Slipway.Dialects");

        Assert.Empty(house.Errors);
        Assert.Contains("uses KnownDialects", Assert.Single(Forbidden(house)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_only_inferred_is_seen()
    {
        var house = With(
            "Slipway.Core/Lookup/Intruder.cs",
            """
            namespace Slipway.Core.Lookup;
            internal static class Intruder
            {
                public static bool Is<T>(Func<T, IEnumerable<Planned>> of, T plan) => of(plan).Any(image => image.It.MustBuild);
                internal sealed record Planned(Planning.PlannedImage It);
            }
            """);

        Assert.Empty(house.Errors);
        Assert.Single(Circles.In(house.Uses.Keys));
    }

    /// <summary>The project of a file, with the file.</summary>
    private static House With(string path, string text, params string[] references)
    {
        string name = House.ProjectOf(path);
        return House.Of(
            [
                .. ProjectSource.All.Select(project =>
                    project.Name == name
                        ? project with
                        {
                            Files = project.Files.Add((path, text)),
                            References = project.References.AddRange(references),
                        }
                        : project),
            ],
            project => project.Name == name);
    }

    private static IEnumerable<string> Forbidden(House house) =>
        house.Uses.Where(use => !Plan.Value.Allows(use.Key.From, use.Key.To)).Select(use => use.Value);

    [GeneratedRegex(
        "`(?<file>src/[^`]+\\.cs)`",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilePattern();
}
