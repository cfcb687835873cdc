using System.Collections.Immutable;
using Slipway.Application.Feedback;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Digests;
using Slipway.Core.Images;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
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
    private bool _isReported;
    private bool _isOutside;

    public ISourceTree Files => Opened.Files;

    /// <summary>The path of the root, if the tree was opened already.</summary>
    public string? KnownRoot => _opened?.Files.RootPath;

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
    /// The images that were asked for with all others and cannot be used; none when images were named.
    /// </summary>
    public ImmutableArray<UnfitImage> Unfit => _isReported && _named.Count == 0 ? Catalog.Unfit : [];

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

    /// <summary>The images that a person named, or all of them.</summary>
    /// <exception cref="SlipwayException">There is no image of some of the names,
    /// or there are no images at all.</exception>
    public ImmutableArray<ImageDefinition> Select(IReadOnlyCollection<string> names)
    {
        if (names.Count > 0)
        {
            var found = Catalog.RequireAll(names);
            _named.UnionWith(found.Select(image => image.Name));
            return found;
        }

        ThrowIfAllAreBroken(Catalog);
        return !Catalog.ParentsFirst.IsEmpty || !Catalog.Unfit.IsEmpty
            ? Catalog.ParentsFirst
            : throw NoImages();
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
        var image = Catalog.Require(name);
        _named.Add(image.Name);
        return image;
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
    private OpenedTree Opened => _opened ??= TreeOpener.Open(settings);

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
