using System.Collections.Immutable;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Catalog;
using Slipway.Model.Values;

namespace Slipway.Application.Listing;

/// <summary>Completes what names images of the tree, whatever is wrong with it.</summary>
internal sealed class ImageCompletions(WorkspaceParts parts)
{
    /// <param name="word">The beginning of a name, a path from the current folder, or a pattern.</param>
    /// <returns>Names; of a path the folders of images, or the Dockerfiles where a folder has several; of a pattern
    /// what it means.</returns>
    public ImmutableArray<string> Find(string word)
    {
        var catalog = parts.Reading.Catalog;
        if (ImageFinder.IsPattern(word))
        {
            var meant = parts.Expand([word]);
            return meant is [var same] && same == word ? [] : meant;
        }

        var names = catalog.ParentsFirst.Select(image => image.Name.Value);
        bool isPath = word.Contains('/', StringComparison.Ordinal) || word.StartsWith('.');
        return [.. (isPath ? Paths(catalog, word) : names).Distinct().Order(StringComparer.Ordinal)];
    }

    private IEnumerable<string> Paths(ImageCatalog catalog, string word)
    {
        string before = word.StartsWith("./", StringComparison.Ordinal) ? "./" : string.Empty;
        return catalog.ParentsFirst
            .GroupBy(image => image.Folder)
            .SelectMany(group => group.Select(image => image.DockerfilePath).Distinct().Count() == 1
                ? [group.Key]
                : group.Select(image => image.DockerfilePath))
            .Select(path => before + FromHere(path))
            .Where(path => path.StartsWith(word, StringComparison.Ordinal));
    }

    private string FromHere(RelativePath path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, Path.Join(parts.Tree.RootPath, path.Value));
}
