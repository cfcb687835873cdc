using System.Collections.Immutable;
using System.Xml.Linq;

namespace Slipway.Architecture.Tests;

/// <summary>A project of <c>src</c> as it lies on the disk.</summary>
/// <param name="Name">Its name, such as <c>Slipway.Core</c>.</param>
/// <param name="References">The projects that its project file names.</param>
/// <param name="Files">Its C# files: the path below <c>src</c>, with slashes, and the text.</param>
internal sealed record ProjectSource(
    string Name, ImmutableArray<string> References, ImmutableArray<(string Path, string Text)> Files)
{
    private static readonly Lazy<ImmutableArray<ProjectSource>> Read = new(ReadAll);

    /// <summary>Every project of the repository, by name; read once.</summary>
    public static ImmutableArray<ProjectSource> All => Read.Value;

    private static ImmutableArray<ProjectSource> ReadAll()
    {
        string source = Path.Join(Repository.Root, "src");
        return
        [
            .. from file in Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories)
            let folder = Path.GetDirectoryName(file)!
            orderby file
            select new ProjectSource(
                Path.GetFileNameWithoutExtension(file), ReferencesOf(file), FilesOf(source, folder)),
        ];
    }

    private static ImmutableArray<string> ReferencesOf(string projectFile) =>
    [
        .. from reference in XDocument.Load(projectFile).Descendants("ProjectReference")
           let path = reference.Attribute("Include")!.Value
           orderby path
           select Path.GetFileNameWithoutExtension(path),
    ];

    private static ImmutableArray<(string Path, string Text)> FilesOf(string source, string folder) =>
    [
        .. from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(source, file).Replace('\\', '/')
           where !path.Split('/').Intersect(["obj", "bin"]).Any()
           orderby path
           select (path, File.ReadAllText(file)),
    ];
}
