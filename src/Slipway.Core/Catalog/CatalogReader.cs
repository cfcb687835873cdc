using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Core.Images;
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
    /// <param name="checkout">What is known of the checkout, and goes before what the tree shows; null for
    /// nothing.</param>
    /// <param name="only">The images that are asked about; null for all.</param>
    /// <returns>
    /// The sound images, and every problem of the tree. Where only some are asked about, and they and what they need
    /// are sound, the others are not read; else all are.
    /// </returns>
    public static CatalogResult Read(
        ISourceTree tree,
        DialectSet dialects,
        Dialect? other = null,
        CheckoutFacts? checkout = null,
        AskedImages? only = null) =>
        (only is null ? null : TryRead(tree, dialects, other, checkout, only))
        ?? TryRead(tree, dialects, other, checkout, only: null)!;

    /// <returns>Null when the images that are asked about cannot be told without the others.</returns>
    private static CatalogResult? TryRead(
        ISourceTree tree, DialectSet dialects, Dialect? other, CheckoutFacts? checkout, AskedImages? only)
    {
        var problems = new DiagnosticBag();
        var files = new TreeFiles(MountedTree.OwnOf(tree), problems);
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
        var reading = ConfigReader.Read(
            content, rootName, dialects, files, problems, other, checkout ?? CheckoutFacts.None);
        if (other is not null && reading.Config.Dialect is var own && !own.HasDigestsOf(other))
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.SchemeUnfit,
                $"This tree is written for {own.Name}, and has no digests of the scheme '{other.Name}'",
                $"Leave out --scheme {other.Name}; `slipway hash` gives the tree's own digests."));
            return new CatalogResult(new ImageCatalog(reading.Config, []), problems.ToSorted()) { IsWhole = false };
        }

        if (other is not null)
        {
            reading = reading with { Config = reading.Config with { Dialect = other } };
        }

        if (!reading.IsWhole || (hasConfig && content is null))
        {
            // Without the entries of images nothing can be said about any of them.
            problems.AddRange(reading.Nameless.Select(image => image.Problem));
            problems.AddRange(reading.Images.SelectMany(entry => entry.Problems.ToSorted()));
            return new CatalogResult(new ImageCatalog(reading.Config, []), problems.ToSorted()) { IsWhole = false };
        }

        var roster = new ImageRoster(files, reading, problems);
        var images = new ImageDrafts(
            roster.Read(), roster.Names, new ImageReader(files, reading.Config), reading.Config);
        if (only is null)
        {
            images.ReadAll();
        }
        else if (!images.TryRead(only, roster.Unread))
        {
            return null;
        }

        var drafts = images.Read;
        if (drafts.Any(draft => draft.Dockerfile?.Includes.Any(include => include.IsRunTask) == true))
        {
            reading = reading with { Config = RunTaskChooser.Choose(tree, reading.Config) };
        }

        LeaveUnlistedOut(drafts, reading.UnlistedDoubt);
        if (reading.Config.SpreadsUncached)
        {
            SpreadUncached(drafts);
        }

        FindEdges(images, reading.Config, roster.Names);
        var sound = new ParentsFirst(drafts).Sort();
        return only is null || (sound.Length == drafts.Length && !problems.HasErrors)
            ? Result(reading, sound, drafts, roster, problems)
            : null;
    }

    private static void LeaveUnlistedOut(ImmutableArray<ImageDraft> drafts, DigestDoubt? doubt)
    {
        foreach (var draft in drafts.Where(draft => draft.Entry is null))
        {
            draft.LeftOutFor = doubt?.Report($"{draft.Name} is");
        }
    }

    private static void FindEdges(ImageDrafts images, SlipwayConfig config, HashSet<ImageName> names)
    {
        var drafts = images.Read;
        foreach (var (draft, found) in drafts.Zip(images.EdgesOf(drafts)))
        {
            draft.Parents = found.Parents;
            if (draft.IsLeftOut)
            {
                // What it lacks may be made by that which cannot be known here.
                var others = found.Problems.Where(problem => !SaysMissing(problem)).ToList();
                draft.Problems.AddRange(others);
                draft.IsBroken |= others.Count > 0;
                continue;
            }

            draft.MissingParents = found.Missing;
            draft.Problems.AddRange(found.Problems);
            draft.IsBroken |= !found.Missing.IsEmpty || !found.Problems.IsEmpty;
        }

        new ParentPlatforms(drafts, config).Check();
        new StrayImages(drafts, names, images.Targets, config).Check();
    }

    private static bool SaysMissing(Diagnostic problem) =>
        problem.Code == EdgeCodes.ParentUnknown
        || problem.Code == EdgeCodes.BuilderMissing
        || problem.Code == EdgeCodes.PackageMissing;

    /// <summary>What needs something that every push builds is built by every push too.</summary>
    private static void SpreadUncached(ImmutableArray<ImageDraft> drafts)
    {
        var entries = drafts.Select(draft => draft.Entry).OfType<ImageEntry>().ToDictionary(entry => entry.Name);
        bool IsUncached(ImageName name) => entries.TryGetValue(name, out var entry) && !entry.IsCached;
        IEnumerable<ImageName> NeedsOf(ImageEntry entry) =>
            entry.Needs.Select(need => need.Name).Concat(entry.Parent is { } parent ? [parent.Value] : []);
        while (entries.Values.FirstOrDefault(entry => entry.IsCached && NeedsOf(entry).Any(IsUncached)) is { } entry)
        {
            entry.IsCached = false;
        }
    }

    private static CatalogResult Result(
        ConfigReading reading,
        ImmutableArray<ImageDraft> images,
        ImmutableArray<ImageDraft> drafts,
        ImageRoster roster,
        DiagnosticBag ofTree)
    {
        ImmutableArray<UnfitImage> unread = [.. roster.Unread];
        var unfit = new UnfitImages(drafts, unread).Find();
        var whys = unfit
            .SelectMany(image => image.Diagnostics)
            .Where(why => why.Severity == Severity.Warning)
            .ToHashSet();
        var ofImages = unread
            .SelectMany(image => image.Diagnostics)
            .Concat(drafts.SelectMany(draft => draft.Problems.ToSorted()))
            .ToLookup(whys.Contains);
        var catalog = new ImageCatalog(reading.Config, [.. images.Select(draft => draft.ToDefinition())])
        {
            Unfit = unfit,
            LeftOut = DiagnosticBag.Sort([.. reading.LeftOut, .. ofImages[true]]),
            Dockerfiles = reading.ListsAll ? null : roster.Dockerfiles.ToFrozenSet(),
        };
        return new CatalogResult(catalog, DiagnosticBag.Sort([.. ofTree.ToSorted(), .. ofImages[false]]))
        {
            IsWhole = !ofTree.HasErrors,
        };
    }
}

/// <summary>What reading a tree gave: the images that are sound, and every problem of the others.</summary>
/// <param name="Catalog">Without the images that have an error, and without those built on them; these are in
/// <see cref="ImageCatalog.Unfit"/>.</param>
/// <param name="Diagnostics">Every problem of the tree and of its images, sorted; empty for a sound tree. What leaves
/// images out is in <see cref="ImageCatalog.LeftOut"/>.</param>
public sealed record CatalogResult(ImageCatalog Catalog, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>
    /// Whether what decides about all images could be read; else an error stands for the tree, not for an image of it.
    /// </summary>
    public bool IsWhole { get; init; } = true;
}
