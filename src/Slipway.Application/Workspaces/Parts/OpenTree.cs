using System.Collections.Immutable;
using Slipway.Application.Feedback;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Dialects.Taskgraph;
using Slipway.Files.Paths;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>The source tree of a workspace, read when it is first asked for.</summary>
/// <param name="settings">Say which tree.</param>
/// <param name="feedback">Told what is doubtful about it.</param>
/// <param name="cancellation">Stops the look at a tree with errors.</param>
internal sealed class OpenTree(WorkspaceSettings settings, IFeedback feedback, CancellationToken cancellation)
{
    private OpenedTree? _opened;
    private SlipwayConfig? _config;
    private ImageCatalog? _usable;
    private readonly HashSet<ImageName> _named = [];
    private readonly HashSet<string> _matched = new(StringComparer.Ordinal);
    private bool _isReported;
    private bool _isOutside;
    private CheckoutFacts? _checkout;
    private IReadOnlyCollection<string>? _only;

    public ISourceTree Files => Opened.Files;

    /// <summary>The tree as it was read, with whatever is wrong with it.</summary>
    public CatalogResult Reading => Opened.Reading;

    /// <summary>The images of the tree that can be used, as far as that is known by now.</summary>
    /// <exception cref="SlipwayException">Something is wrong with the tree as a whole:
    /// every problem of it, contexts included.</exception>
    public ImageCatalog Catalog
    {
        get
        {
            if (!_isReported)
            {
                ReportOrThrow(Reading);
                _isReported = true;
            }

            return _usable ??= Reading.Catalog;
        }
    }

    /// <summary>
    /// The images that were asked for with others, by a pattern or as all, and cannot be used; one that was named is an
    /// error.
    /// </summary>
    public ImmutableArray<UnfitImage> Unfit => !_isReported ? []
        : _named.Count == 0 && _matched.Count == 0 ? Catalog.Unfit
        : [.. Catalog.Unfit.Where(image => _matched.Contains(image.Name))];

    /// <summary>The images of the tree, if there is one around, whatever is wrong with it.</summary>
    public ImageCatalog? CatalogIfAny
    {
        get
        {
            _ = Config;
            return _isOutside ? null : Reading.Catalog;
        }
    }

    /// <summary>What the tree is configured to; outside a tree what goes for builds and the index.</summary>
    public SlipwayConfig Config => _config ??= FindConfig();

    /// <summary>
    /// Promises that nothing is asked about other images than these and what they need, so that the others need not be
    /// read. Names no images, all are asked about.
    /// </summary>
    /// <param name="names">What a person typed.</param>
    /// <exception cref="InvalidOperationException">The tree was read already.</exception>
    public void AskOnlyAbout(IReadOnlyCollection<string> names)
    {
        if (_opened is not null)
        {
            throw new InvalidOperationException("The tree was read before it was said which images are asked about.");
        }

        _only = names.Count > 0 ? names : null;
    }

    /// <summary>The images that a person named, or all of them.</summary>
    /// <exception cref="SlipwayException">There is no image of some of the names,
    /// or there are no images at all.</exception>
    public ImmutableArray<ImageDefinition> Select(IReadOnlyCollection<string> names) => names.Count > 0
        ? [.. SelectWithPackages(names).Where(image => image.Kind != ImageKind.Package || IsNamed(image, names))
            .Select(OnlyImage)]
        : [.. SelectWithPackages(names).Where(image => image.Kind != ImageKind.Package)];

    /// <summary>The image that a person named, and no packages.</summary>
    /// <exception cref="SlipwayException">There is no such image, or it cannot be used.</exception>
    public ImageDefinition RequireImage(string name) => OnlyImage(Require(name));

    // A pattern for images may fit packages too; only who names them is told that they are none.
    private static bool IsNamed(ImageDefinition package, IReadOnlyCollection<string> names) =>
        names.Contains(package.Name.Value) || names.Contains(package.Package?.Name ?? string.Empty);

    private static ImageDefinition OnlyImage(ImageDefinition image) => image.Kind != ImageKind.Package
        ? image
        : throw new SlipwayException(new Diagnostic(
            CatalogCodes.IsPackage,
            $"{image.Name} is not an image but packages, which only a task of Taskcluster builds",
            $"`slipway why {image.Name}` and `slipway plan {image.Name}` say how they stand.",
            image.Location));

    /// <summary>What a person named; else all images, and the packages that they may install.</summary>
    /// <exception cref="SlipwayException">There is nothing of some of the names,
    /// or there are no images at all.</exception>
    public ImmutableArray<ImageDefinition> SelectWithPackages(IReadOnlyCollection<string> names)
    {
        if (names.Count > 0)
        {
            return SelectNamed(names);
        }

        ThrowIfAllAreBroken(Catalog);
        return !Catalog.ParentsFirst.IsEmpty || !Catalog.Unfit.IsEmpty
            ? Catalog.ParentsFirst
            : throw NoImages();
    }

    /// <summary>
    /// What is named must be sound; of what a pattern or a folder stands for, the sound images are taken.
    /// </summary>
    private ImmutableArray<ImageDefinition> SelectNamed(IReadOnlyCollection<string> names)
    {
        var meant = names.Distinct(StringComparer.Ordinal).Select(typed => Find(Catalog, typed)).ToList();
        string[] single = [.. meant.Where(found => found.Length == 1).Select(found => found[0])];
        string[] several =
        [
            .. meant.Where(found => found.Length > 1).SelectMany(found => found).Except(single, StringComparer.Ordinal),
        ];
        string[] usable = [.. several.Where(name => Catalog.FindUnfit(name) is null)];
        var found = Catalog.RequireAll([.. single, .. usable.Length > 0 || single.Length > 0 ? usable : several]);
        _named.UnionWith(single.Select(ImageName.Parse));
        _matched.UnionWith(several);
        return found;
    }

    private SlipwayException NoImages()
    {
        var none = new Diagnostic(
            CatalogCodes.NoImages,
            $"No folder in '{Catalog.Config.Folder}' holds a Dockerfile, and no image is listed in slipway.yml",
            "Create a folder with a Dockerfile in it, or set 'folder:' in slipway.yml.");
        return PassedOver.Find(Files, Catalog) is { } hint
            ? new SlipwayException([none, hint])
            : new SlipwayException(none);
    }

    /// <summary>The image that a person named.</summary>
    /// <exception cref="SlipwayException">There is no such image, or it cannot be used.</exception>
    public ImageDefinition Require(string name)
    {
        var image = Catalog.Require(OneOf(Catalog, name));
        _named.Add(image.Name);
        return image;
    }

    /// <summary>The names that a person means, sound or not; a text that means no image stays as it is.</summary>
    public ImmutableArray<string> Expand(IEnumerable<string> typed) =>
    [
        .. typed.SelectMany(text => Find(Reading.Catalog, text)).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Whether a text means images of the tree, sound or not: a name may look like a build's id or a namespace.
    /// </summary>
    public bool MeansImage(string typed) =>
        CatalogIfAny is { } catalog && new ImageFinder(catalog, Locate).Find(typed) is not [];

    /// <summary>The name that a person means, which may be that of an image that is gone from the tree.</summary>
    /// <exception cref="SlipwayException">It means several images.</exception>
    public string NameOf(string typed) => CatalogIfAny is { } catalog ? OneOf(catalog, typed) : typed;

    private string OneOf(ImageCatalog catalog, string typed) => Find(catalog, typed) is [var name]
        ? name
        : throw new SlipwayException(ImageCatalog.Several(typed, Find(catalog, typed)));

    private ImmutableArray<string> Find(ImageCatalog catalog, string typed) =>
        new ImageFinder(catalog, Locate).Find(typed) is { IsEmpty: false } found ? found : [typed];

    /// <summary>Where a path from the current folder lies below the root; null for one outside.</summary>
    public RelativePath? Locate(string typed) => LocateBelow(Files.RootPath, typed);

    /// <summary>Where a path from the current folder lies below a folder; null for one outside.</summary>
    public static RelativePath? LocateBelow(string rootPath, string typed)
    {
        if (typed.Length == 0 || typed.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        string full = Path.GetFullPath(typed);
        foreach (string root in new[] { rootPath, RealPath.Of(rootPath) }.Distinct(StringComparer.Ordinal))
        {
            if (RelativePath.TryParse(Path.GetRelativePath(root, full), out var path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Takes images in which something was found out of <see cref="Catalog"/>.</summary>
    /// <param name="broken">What is wrong with each.</param>
    /// <exception cref="SlipwayException">A person named one of them, or one that is built on it, or no image is
    /// left.</exception>
    public void LeaveOut(IReadOnlyDictionary<ImageName, ImmutableArray<Diagnostic>> broken)
    {
        if (broken.Count == 0)
        {
            return;
        }

        var usable = Catalog.Without(broken);
        ImmutableArray<Diagnostic> problems =
        [
            .. _named.Order().Select(name => usable.FindUnfit(name.Value)).OfType<UnfitImage>()
                .SelectMany(image => image.Diagnostics)
                .Distinct(),
        ];
        if (!problems.IsEmpty)
        {
            throw new SlipwayException(problems);
        }

        ThrowIfAllAreBroken(usable);
        _usable = usable;
    }

    /// <summary>What is known of the checkout, for other revisions of it.</summary>
    public CheckoutFacts Checkout => Config.Checkout;

    /// <summary>Reads the tree as one of another checkout, where that makes a difference.</summary>
    /// <param name="checkout">What a push says of it.</param>
    public void Use(CheckoutFacts checkout)
    {
        var known = Checkout;
        if (known.RepositoryType is not null
            && (known.RepositoryType != checkout.RepositoryType
                || known.Project != (checkout.Project == CheckoutFacts.Toolchains ? checkout.Project : null)))
        {
            ReadAgain();
            _checkout = checkout;
        }
    }

    /// <summary>Forgets the tree as it was read, because files of it were written.</summary>
    public void ReadAgain()
    {
        _opened = null;
        _config = null;
        _isReported = false;
        _usable = null;
    }

    private static void ThrowIfAllAreBroken(ImageCatalog catalog)
    {
        if (catalog.ParentsFirst.IsEmpty && catalog.Unfit.Any(image => !image.IsLeftOut))
        {
            var problems = new DiagnosticBag();
            problems.AddRange(catalog.Unfit.SelectMany(image => image.Diagnostics));
            problems.ThrowIfErrors();
        }
    }

    // What lies around the tree is found by what the tree says, so it is read when it is opened.
    private OpenedTree Opened => _opened ??= new TreeOpener(settings, _checkout ?? settings.Checkout, _only).Open();

    private SlipwayConfig FindConfig()
    {
        try
        {
            return Reading.Catalog.Config;
        }
        catch (SlipwayException failure) when (failure.Diagnostics[0].Code == ConfigurationCodes.RootNotFound)
        {
            _isOutside = true;
            // Builds of any dialect may be asked about; this is the one that promises less.
            return new SlipwayConfig { Prefix = "none", Dialect = TaskgraphDialect.Instance };
        }
    }

    private void ReportOrThrow(CatalogResult reading)
    {
        feedback.WarnOf(reading.Diagnostics);
        if (reading.IsWhole)
        {
            return;
        }

        // The contexts of the sound images are looked at too, so that a person sees all problems of the tree at once;
        // no file is read for that.
        var problems = new DiagnosticBag();
        problems.AddRange(reading.Diagnostics);
        if (reading.Diagnostics.Any(problem => problem.Code == CatalogCodes.NoImages)
            && PassedOver.Find(Files, reading.Catalog) is { } hint)
        {
            feedback.WarnOf([hint]);
        }

        var contexts = reading.Catalog.Config.ContextsOf(Files);
        foreach (var image in reading.Catalog.ParentsFirst)
        {
            cancellation.ThrowIfCancellationRequested();
            contexts.Build(image, problems);
        }

        if (RunTaskProblem.Of(reading.Catalog.ParentsFirst, reading.Catalog.Config) is { } problem)
        {
            problems.Add(problem);
        }

        problems.ThrowIfErrors();
    }
}
