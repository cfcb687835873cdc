namespace Slipway.Architecture.Tests;

/// <summary>What each library shows to others, held against a text that a person has approved.</summary>
public sealed class PublicSurfaceTests
{
    public static TheoryData<string> Libraries =>
        [.. ProjectSource.All.Select(project => project.Name).Where(name => name != "Slipway.Cli")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_surface_is_the_approved_one(string project)
    {
        string approved = Repository.PathOf("tests", "Slipway.Architecture.Tests", "Approved", $"{project}.txt");
        string actual = PublicSurface.Of(House.Whole.Compile(project).Assembly.GlobalNamespace);
        if (File.Exists(approved) && File.ReadAllText(approved) == actual)
        {
            return;
        }

        string received = Path.Join(AppContext.BaseDirectory, $"{project}.txt");
        File.WriteAllText(received, actual);
        Assert.Fail(
            $"What {project} shows to others is not what was approved. Look at the difference, and when it is meant: "
            + $"diff {approved} {received}; cp {received} {approved}");
    }

    [Fact]
    public void Every_approved_text_is_that_of_a_library() => Assert.Equal(
        Libraries.Select(row => row.Data).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Repository.PathOf("tests", "Slipway.Architecture.Tests", "Approved"))
            .Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal));
}
