using System.Collections.Frozen;
using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>The images of a tree and their edges. Acyclic, with every parent present.</summary>
public sealed class ImageCatalog
{
    private const int MostNames = 20;

    private readonly FrozenDictionary<ImageName, ImageDefinition> _byName;
    private readonly Lazy<ReferenceTargets> _references;
    private readonly Lazy<FrozenSet<RepositoryName>> _elsewhere;

    /// <param name="config">What <c>slipway.yml</c> says.</param>
    /// <param name="images">Parents before children; see <see cref="ParentsFirst"/>.</param>
    /// <exception cref="ArgumentException">A parent is missing or comes after its child.</exception>
    public ImageCatalog(SlipwayConfig config, ImmutableArray<ImageDefinition> images)
    {
        Config = config;
        ParentsFirst = images;
        _byName = images.ToFrozenDictionary(image => image.Name);
        _references = new Lazy<ReferenceTargets>(() => new ReferenceTargets(
            _byName.Keys.ToHashSet(), name => _byName[name].Registry));
        _elsewhere = new Lazy<FrozenSet<RepositoryName>>(() => ParentsFirst
            .SelectMany(image => image.Dockerfile.References)
            .Where(use => FindReferenced(use.Resolved) is null)
            .Select(use => ImageReference.TryParse(use.Resolved, out var reference) ? reference.Repository : null)
            .OfType<RepositoryName>()
            .ToFrozenSet());
        var seen = new HashSet<ImageName>();
        foreach (var image in images)
        {
            if (image.Parents.Any(edge => !seen.Contains(edge.Parent)))
            {
                throw new ArgumentException($"A parent of {image.Name} does not come before it.", nameof(images));
            }

            seen.Add(image.Name);
        }
    }

    public SlipwayConfig Config { get; }

    /// <summary>Every image, and the packages that images install: what is needed before what needs it, otherwise by
    /// name.</summary>
    public ImmutableArray<ImageDefinition> ParentsFirst { get; }

    /// <summary>Every image, parents before children, otherwise by name.</summary>
    public ImmutableArray<ImageDefinition> Images =>
        [.. ParentsFirst.Where(image => image.Kind != ImageKind.Package)];

    /// <summary>The Dockerfiles of all images, also of those that cannot be used; null when only what is listed is an
    /// image.</summary>
    public FrozenSet<RelativePath>? Dockerfiles { get; init; }

    /// <summary>The images that the tree has and that cannot be used, by name.</summary>
    public ImmutableArray<UnfitImage> Unfit { get; init; } = [];

    /// <summary>
    /// Why images are left out, each reason once for all that it leaves out: warnings for whoever asks for all images.
    /// </summary>
    public ImmutableArray<Diagnostic> LeftOut { get; init; } = [];

    /// <exception cref="KeyNotFoundException">There is no such image.</exception>
    public ImageDefinition this[ImageName name] => _byName[name];

    public ImageDefinition? Find(ImageName name) => _byName.GetValueOrDefault(name);

    /// <summary>An image that cannot be used; null when it can, and when there is none.</summary>
    public UnfitImage? FindUnfit(string name) => Unfit.FirstOrDefault(image => image.Name == name);

    /// <summary>The image that a person named.</summary>
    /// <exception cref="SlipwayException">There is no such image, or it cannot be used.</exception>
    public ImageDefinition Require(string typed)
    {
        if (Named(typed) is { } image)
        {
            return image;
        }

        throw new SlipwayException(WhyNot(typed));
    }

    /// <summary>The image of a name, or the packages that are called so in their kind.</summary>
    private ImageDefinition? Named(string typed) =>
        ImageName.TryParse(typed, out var name) && Find(name) is { } image ? image
        : FindUnfit(typed) is null && ImageName.TryParse(PackageSource.LabelPrefix + typed, out var label)
            ? Find(label)
        : null;

    /// <summary>The images that a person named, each once.</summary>
    /// <exception cref="SlipwayException">Every name that is no image's, and why images cannot be used.</exception>
    public ImmutableArray<ImageDefinition> RequireAll(IEnumerable<string> typed)
    {
        string[] names = [.. typed.Distinct(StringComparer.Ordinal)];
        ImmutableArray<Diagnostic> unknown =
        [
            .. names
                .Where(name => Named(name) is null)
                .SelectMany(name => WhyNot(name))
                .Distinct(),
        ];
        return unknown.IsEmpty ? [.. names.Select(Require).Distinct()] : throw new SlipwayException(unknown);
    }

    /// <summary>That several images are meant where one is needed.</summary>
    /// <param name="typed">What a person typed.</param>
    /// <param name="names">What it means.</param>
    public static Diagnostic Several(string typed, ImmutableArray<string> names) => new(
        CatalogCodes.ImagesSeveral,
        $"'{Display.Text(typed)}' means {names.Length} images, and one is needed: {NameList.Of(names, MostNames)}",
        "Name one of them.");

    /// <summary>
    /// That there is no image of a name, and which one may have been meant; or that it is there and cannot be used.
    /// </summary>
    public Diagnostic Unknown(string typed, SourceLocation? location = null)
    {
        if (FindUnfit(typed) is { } unfit)
        {
            return unfit.At(location);
        }

        // Of a path the last part, of a pattern what is no wildcard.
        string meant = typed.TrimEnd('/').Split('/')[^1].Trim('*', '?');
        string? nearest = Suggestion.For(
            meant,
            ParentsFirst.Select(candidate => candidate.Name.Value).Concat(Unfit.Select(candidate => candidate.Name)));
        return new Diagnostic(
            CatalogCodes.ImageUnknown,
            ImageFinder.IsPattern(typed) ? $"No image has a name or a path like '{Display.Text(typed)}'"
            : typed.Contains('/', StringComparison.Ordinal)
                ? $"There is no image '{Display.Text(typed)}', neither by name nor by path"
            : $"There is no image '{Display.Text(typed)}'",
            nearest is null ? "'slipway list' shows the images of this tree." : $"Did you mean '{nearest}'?",
            location);
    }

    /// <summary>The image of this tree that a reference means; null when it means one from elsewhere.</summary>
    /// <param name="reference">As after <c>FROM</c>: a bare name, or one of a registry
    /// with or without tag and digest.</param>
    public ImageDefinition? FindReferenced(string reference) =>
        _references.Value.Target(reference) is { } name ? Find(name) : null;

    /// <summary>
    /// Whether images of the tree are built on an image from elsewhere that an engine calls by this name too.
    /// </summary>
    public bool IsBaseFromElsewhere(ImageName name) =>
        RepositoryName.TryParse(name.Value, out var repository) && _elsewhere.Value.Contains(repository);

    /// <summary>The same without some images in which something was found later, and what is built on them.</summary>
    /// <param name="broken">What is wrong with each.</param>
    public ImageCatalog Without(IReadOnlyDictionary<ImageName, ImmutableArray<Diagnostic>> broken)
    {
        var causes = new Dictionary<ImageName, ImageName>();
        var unfit = Unfit.ToBuilder();
        foreach (var image in ParentsFirst)
        {
            if (broken.TryGetValue(image.Name, out var problems))
            {
                causes[image.Name] = image.Name;
                unfit.Add(UnfitOf(image, IsOnlyMissingHere(problems), problems));
            }
            else if (image.Parents.FirstOrDefault(edge => causes.ContainsKey(edge.Parent)) is { } edge)
            {
                var root = causes[image.Name] = causes[edge.Parent];
                unfit.Add(UnfitOf(
                    image,
                    IsOnlyMissingHere(broken[root]),
                    [.. broken[root], UnfitImages.BuiltOn(image, edge, root)]));
            }
        }

        return new ImageCatalog(Config, [.. ParentsFirst.Where(image => !causes.ContainsKey(image.Name))])
        {
            Dockerfiles = Dockerfiles,
            Unfit = [.. unfit.OrderBy(image => image.Name, StringComparer.Ordinal)],
            LeftOut = LeftOut,
        };
    }

    /// <summary>The same images, configured in another way.</summary>
    public ImageCatalog With(SlipwayConfig config) => new(config, ParentsFirst)
    {
        Dockerfiles = Dockerfiles,
        Unfit = Unfit,
        LeftOut = LeftOut,
    };

    private static UnfitImage UnfitOf(ImageDefinition image, bool isLeftOut, ImmutableArray<Diagnostic> why) =>
        new(image.Name.Value, isLeftOut, why) { Folder = image.Folder, Dockerfile = image.DockerfilePath };

    // Nothing is wrong with an image whose run-task files this machine does not have.
    private static bool IsOnlyMissingHere(ImmutableArray<Diagnostic> problems) =>
        problems.All(problem => problem.Code == IncludeCodes.RunTaskUnset);

    private ImmutableArray<Diagnostic> WhyNot(string typed) =>
        FindUnfit(typed) is { } unfit
            ? [.. unfit.Diagnostics.Select(problem => problem with { Severity = Severity.Error })]
            : [Unknown(typed)];

    /// <summary>These images and everything that they need, also what builds the packages among it, parents
    /// first.</summary>
    public ImmutableArray<ImageDefinition> WithAncestors(IEnumerable<ImageName> names)
    {
        var wanted = new HashSet<ImageName>();
        var open = new Stack<ImageName>(names);
        while (open.TryPop(out var name))
        {
            if (wanted.Add(name))
            {
                var image = this[name];
                foreach (var edge in image.Parents)
                {
                    open.Push(edge.Parent);
                }

                if (image.Package is { } package && Find(package.RunsIn) is not null)
                {
                    open.Push(package.RunsIn);
                }
            }
        }

        return [.. ParentsFirst.Where(image => wanted.Contains(image.Name))];
    }
}
