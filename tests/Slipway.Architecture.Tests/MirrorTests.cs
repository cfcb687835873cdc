namespace Slipway.Architecture.Tests;

/// <summary>The tests of a class are found where the class is: <c>tests</c> has the folders of <c>src</c>.</summary>
public sealed class MirrorTests
{
    private const string Suffix = ".Tests";

    /// <summary>The folder, at any depth, for what tests need and do not test.</summary>
    private const string Support = "Support";

    /// <summary>Folders whose subject is no project of <c>src</c>.</summary>
    private static readonly string[] Exceptions =
    [
        // About tests/Slipway.Taskcluster.Testing, the server that the other tests of the project talk to.
        "Slipway.Taskcluster.Tests/Server",
    ];

    /// <summary>Every project of tests but this one, which is about all others.</summary>
    private static string[] Projects =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests"), $"*{Suffix}.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != typeof(MirrorTests).Assembly.GetName().Name)
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_project_of_tests_is_called_as_the_one_that_it_tests() =>
        Assert.Subset(
            ProjectSource.All.Select(project => project.Name).ToHashSet(),
            Projects.Select(Tested).ToHashSet());

    [Fact]
    public void Every_folder_of_tests_is_called_as_the_one_that_it_tests() =>
        Assert.Equal(Exceptions, Projects.SelectMany(FoldersOf).Where(folder => !IsMirrored(folder)));

    private static string Tested(string project) => project[..^Suffix.Length];

    /// <summary>Every folder of a project with code, below <c>tests</c>.</summary>
    private static IEnumerable<string> FoldersOf(string project) =>
        Directory.EnumerateFiles(Repository.PathOf("tests", project), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.PathOf("tests"), Path.GetDirectoryName(file)!))
            .Select(folder => folder.Replace('\\', '/'))
            .Where(folder => folder.Split('/') is not [_, "obj" or "bin", ..])
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static bool IsMirrored(string folder)
    {
        string[] parts = folder.Split('/');
        string tested = Repository.PathOf(
            ["src", Tested(parts[0]), .. parts.Skip(1).TakeWhile(part => part != Support)]);
        return Directory.Exists(tested)
            && Directory.EnumerateFiles(tested, "*.cs", SearchOption.AllDirectories).Any();
    }
}
