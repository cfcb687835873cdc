using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Model.Images;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>The images of a tree that are read: all of them, or some with what they are built on.</summary>
/// <param name="seeds">The images that there are, by name.</param>
/// <param name="names">Every name that is meant to be an image of the tree.</param>
/// <param name="reader">Reads them.</param>
/// <param name="config">Says what makes a parent.</param>
internal sealed class ImageDrafts(
    ImmutableArray<ImageSeed> seeds, HashSet<ImageName> names, ImageReader reader, SlipwayConfig config)
{
    private readonly Dictionary<ImageName, ImageSeed> _seeds = seeds.ToDictionary(seed => seed.Name);
    private readonly Dictionary<ImageName, ImageDraft> _read = new(seeds.Length);

    /// <summary>Those that were read, by name.</summary>
    public ImmutableArray<ImageDraft> Read { get; private set; } = [];

    /// <summary>Says which references mean images of the tree, whether they were read or not.</summary>
    public ReferenceTargets Targets => new(names, RegistryOf);

    public void ReadAll() => Add(seeds);

    /// <summary>Reads the images that are asked for, and all that they need.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="unread">What is meant to be an image and is none.</param>
    /// <returns>False when that is not known without reading the others: something that is asked for, or needed, is no
    /// image.</returns>
    public bool TryRead(AskedImages asked, IReadOnlyCollection<UnfitImage> unread)
    {
        var finder = new ImageFinder(
            typed => (ImageName.TryParse(typed, out var name) && _seeds.ContainsKey(name))
                || unread.Any(image => image.Name == typed),
            () => seeds
                .Select(seed => new ImagePlace(seed.Name.Value, seed.Folder, seed.DockerfilePath))
                .Concat(unread.Select(image => new ImagePlace(image.Name, null, null))),
            asked.Locate);
        var found = asked.Typed.Select(finder.Find).ToList();
        var wanted = found.SelectMany(texts => texts).Select(SeedOf).ToHashSet();
        if (found.Exists(texts => texts.IsEmpty))
        {
            return false;
        }

        while (wanted.Count > 0)
        {
            if (wanted.Contains(null))
            {
                return false;
            }

            Add([.. wanted.OfType<ImageSeed>()]);
            wanted = Needed().Where(name => !_read.ContainsKey(name)).Select(_seeds.GetValueOrDefault).ToHashSet();
        }

        return true;
    }

    private ImageSeed? SeedOf(string text) =>
        ImageName.TryParse(text, out var name) ? _seeds.GetValueOrDefault(name) : null;

    private IEnumerable<ImageName> Needed() => EdgesOf(Read)
        .SelectMany(edges => edges.Missing)
        .Concat(Read.Select(draft => draft.Entry?.Package?.RunsIn).OfType<ImageName>().Where(names.Contains));

    /// <returns>The parents of each image, in the order of the images.</returns>
    public ImmutableArray<FoundEdges> EdgesOf(ImmutableArray<ImageDraft> drafts) => new EdgeFinder(
        [.. drafts.Select(draft => draft.Edges)], names, Targets, config.Dialect.ReferencesMakeParents).Find();

    private void Add(ImmutableArray<ImageSeed> wanted)
    {
        foreach (var draft in reader.Read(wanted))
        {
            _read.Add(draft.Name, draft);
        }

        Read = [.. _read.Values.OrderBy(draft => draft.Name)];
    }

    private RegistryIdentity? RegistryOf(ImageName name) =>
        _read.TryGetValue(name, out var draft) ? draft.Registry
        : _seeds.TryGetValue(name, out var seed) ? reader.RegistryOf(seed)
        : null;
}
