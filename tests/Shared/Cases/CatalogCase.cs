using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Dialects;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tests.Trees;

namespace Slipway.Tests.Cases;

/// <summary>
/// Reads the catalog of a tree as a test says it. Image <c>a</c> lives in <c>taskcluster/docker/a</c>.
/// </summary>
internal static class CatalogCase
{
    public static string DockerfileOf(string image) => $"taskcluster/docker/{image}/Dockerfile";

    public static InMemorySourceTree TreeWith(params (string Image, string Dockerfile)[] images)
    {
        var tree = new InMemorySourceTree();
        foreach (var (image, dockerfile) in images)
        {
            tree.Add(DockerfileOf(image), dockerfile);
        }

        return tree;
    }

    public static InMemorySourceTree With(this InMemorySourceTree tree, string path, string text)
    {
        tree.Add(path, text);
        return tree;
    }

    public static InMemorySourceTree WithConfig(this InMemorySourceTree tree, string text) =>
        tree.With("slipway.yml", text);

    /// <summary>Reads a sound tree.</summary>
    public static ImageCatalog Sound(this InMemorySourceTree tree)
    {
        var result = CatalogReader.Read(tree, KnownDialects.All);
        ProblemAssert.None(result.Diagnostics);
        return result.Catalog;
    }

    public static ImmutableArray<Diagnostic> Problems(this InMemorySourceTree tree) =>
        CatalogReader.Read(tree, KnownDialects.All).Diagnostics;

    public static ImageDefinition Image(this ImageCatalog catalog, string name) => catalog[ImageName.Parse(name)];

    public static string[] Names(this ImageCatalog catalog) =>
        [.. catalog.ParentsFirst.Select(image => image.Name.Value)];

    public static string[] ParentsOf(this ImageCatalog catalog, string name) =>
        [.. catalog.Image(name).Parents.Select(edge => edge.Parent.Value)];
}
