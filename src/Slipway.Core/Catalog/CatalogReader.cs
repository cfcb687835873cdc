using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Core.Trees;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Reads which images a tree has.</summary>
public static class CatalogReader
{
    private static readonly RelativePath ConfigFile = RelativePath.Parse(ConfigReader.FileName);

    private static readonly RelativePath MisnamedConfigFile = RelativePath.Parse("slipway.yaml");

    /// <summary>
    /// Reads <c>slipway.yml</c>, or what the tree says to taskgraph, the images' folders and their Dockerfiles.
    /// </summary>
    /// <param name="dialects">What the tree may be written in.</param>
    /// <param name="other">Another dialect than the tree's, for digests only; null for the tree's own.</param>
    /// <returns>The sound images, and every problem of the tree.</returns>
    public static CatalogResult Read(ISourceTree tree, DialectSet dialects, Dialect? other = null)
    {
        var problems = new DiagnosticBag();
        var files = new TreeFiles(tree, problems);
        bool hasConfig = files.Exists(ConfigFile);
        var content = hasConfig ? files.Read(ConfigFile, ConfigReader.MaximumSize) : null;
        if (!hasConfig && files.Exists(MisnamedConfigFile))
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.OtherFileName,
                $"{MisnamedConfigFile} is not read",
                $"Rename it to {ConfigFile}.",
                new SourceLocation(MisnamedConfigFile.Value),
                Severity.Warning));
        }

        string rootName = Path.GetFileName(Path.TrimEndingDirectorySeparator(tree.RootPath));
        var reading = ConfigReader.Read(content, rootName, dialects, files, problems);
        if (reading.Config.RunTask is null && files.IsFolder(SlipwayConfig.DefaultRunTask))
        {
            reading = reading with { Config = reading.Config with { RunTask = SlipwayConfig.DefaultRunTask } };
        }

        if (other is not null)
        {
            reading = reading with { Config = reading.Config with { Dialect = other } };
        }

        if (!reading.IsWhole || (hasConfig && content is null))
        {
            return new CatalogResult(new ImageCatalog(reading.Config, []), problems.ToSorted());
        }

        var roster = new ImageRoster(files, reading, problems);
        var seeds = roster.Read();
        var drafts = new ImageReader(files, reading.Config, problems).Read(seeds);
        FindEdges(drafts, reading.Config, roster.Names, problems);
        var images = new ParentsFirst(drafts, problems).Sort();
        return new CatalogResult(
            new ImageCatalog(reading.Config, [.. images.Select(draft => draft.ToDefinition())]),
            problems.ToSorted());
    }

    private static void FindEdges(
        ImmutableArray<ImageDraft> drafts, SlipwayConfig config, HashSet<ImageName> names, DiagnosticBag problems)
    {
        var edges = new EdgeFinder(
            [.. drafts.Select(draft => draft.Edges)], names, config.Dialect.ReferencesMakeParents, problems).Find();
        foreach (var (draft, found) in drafts.Zip(edges))
        {
            draft.Parents = found.Parents;
            draft.IsBroken |= found.IsBroken;
        }
    }
}

/// <summary>What reading a tree gave: the images that are sound, and every problem of the others.</summary>
/// <param name="Catalog">Without the images that have an error, and without those built on them.</param>
/// <param name="Diagnostics">Sorted; empty for a sound tree.</param>
public sealed record CatalogResult(ImageCatalog Catalog, ImmutableArray<Diagnostic> Diagnostics);
