using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Contexts;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Surveys.Builds;

namespace Slipway.Review.Proposals;

/// <summary>Proposes what a tree needs for one more image.</summary>
/// <param name="tree">The tree.</param>
/// <param name="dialects">What it may be written in.</param>
/// <param name="reading">What it is now.</param>
/// <param name="read">Gives the text of a file of the tree.</param>
public sealed class NewImage(
    ISourceTree tree, DialectSet dialects, CatalogResult reading, Func<RelativePath, string> read)
{
    private readonly ImageCatalog _catalog = reading.Catalog;
    private readonly NewImageTrials _trials = new(tree, dialects, reading);

    /// <param name="typed">Its name.</param>
    /// <param name="from">What it is built on: an image of the tree, or one from elsewhere.</param>
    /// <param name="cancellationToken">Stops the trials.</param>
    /// <exception cref="SlipwayException">It cannot be made.</exception>
    public NewImageProposal Propose(string typed, string from, CancellationToken cancellationToken)
    {
        var name = CheckedName(typed);
        bool isOwn = ImageName.TryParse(from, out var parent) && _catalog.Find(parent) is not null;
        CheckBase(from, isOwn);
        var folder = _catalog.Config.Folder.Child(name.Value);
        var dockerfile = folder.Child(BuildContext.DockerfilePath);
        CheckPlace(folder, dockerfile);
        bool byParent = isOwn && !_catalog.Config.Dialect.ReferencesMakeParents;
        var file = new KeyValuePair<RelativePath, string>(dockerfile, ImageRecipe.Write(name, from, byParent));
        var lines = ListingOf(name, byParent ? parent : null);
        ImmutableDictionary<RelativePath, string> alone = [file];
        ImmutableArray<Diagnostic> problems = [];
        if (!byParent)
        {
            var trial = _trials.Try(alone, cancellationToken);
            if (_trials.Works(trial, name, isOwn ? parent : null, cancellationToken))
            {
                return new NewImageProposal(name, alone, null);
            }

            problems = _trials.ProblemsOf(trial, name, cancellationToken);
        }

        // Where a folder alone makes no image, a file has to list it.
        var list = ListingFile();
        if (YamlInsertion.Add(list is { } known ? TextOf(known.Path) : string.Empty, ListName(list), Keys(list), lines)
                is { } listed
            && list is { } into
            && alone.Add(into.Path, listed) is var both)
        {
            var trial = _trials.Try(both, cancellationToken);
            if (_trials.Works(trial, name, isOwn ? parent : null, cancellationToken))
            {
                return new NewImageProposal(name, both, into.Path);
            }

            problems = _trials.ProblemsOf(trial, name, cancellationToken);
        }

        throw problems.IsEmpty ? ByHand(name, dockerfile, list, lines) : new SlipwayException(
        [
            new Diagnostic(
                SurveyCodes.NewImageUnsound,
                $"{name} would be no sound image of this tree, or would break another one, so nothing was written",
                "Correct what is reported here, or give another --from; the places are those of the tree with it."),
            .. problems,
        ]);
    }

    private SlipwayException ByHand(
        ImageName name,
        RelativePath dockerfile,
        (RelativePath Path, bool IsOfDialect)? list,
        ImmutableArray<string> lines) =>
        new(new Diagnostic(
            SurveyCodes.ListedByHand,
            $"{name} would have to be listed in {ListName(list)}, and it is written in a way to which nothing can be "
            + "added safely",
            $"Add there, below '{Keys(list)[0]}:', the lines {string.Join(" / ", lines.Select(line => line.Trim()))}; "
            + $"then make {dockerfile}.",
            new SourceLocation(ListName(list))));

    private ImageName CheckedName(string typed)
    {
        if (!ImageName.TryParse(typed, out var name))
        {
            throw new SlipwayException(new Diagnostic(
                CatalogCodes.NameInvalid,
                $"'{Display.Text(typed)}' cannot be the name of an image",
                $"Use {ImageName.Grammar}, {ImageName.MaximumLength} characters at most, such as "
                + $"'{ImageNaming.Of(typed)}'."));
        }

        return _catalog.Find(name) is null && _catalog.FindUnfit(name.Value) is null
            ? name
            : throw new SlipwayException(new Diagnostic(
                CatalogCodes.NameTaken,
                $"The tree has an image {name} already",
                "Choose another name, or change that image.",
                _catalog.Find(name)?.Location));
    }

    private void CheckBase(string from, bool isOwn)
    {
        // The empty image is a word of Dockerfiles, and no name.
        if (isOwn || from == "scratch")
        {
            return;
        }

        // A bare name that is nobody's would be asked for at Docker Hub, where anybody can have it.
        bool isBare = ImageName.TryParse(from, out _);
        if (_catalog.FindUnfit(from) is not null
            || (isBare && !OfficialImages.Contains(from) && !_catalog.Config.External.Contains(from)))
        {
            throw new SlipwayException(_catalog.Unknown(from));
        }

        if (!ImageReference.TryParse(from, out _))
        {
            throw new SlipwayException(new Diagnostic(
                CatalogCodes.ImageUnknown,
                $"'{Display.Text(from)}' is neither an image of the tree nor a reference to one from elsewhere",
                "Give --from an image of `slipway list`, or a reference such as debian:12 or ghcr.io/owner/name:tag."));
        }
    }

    private void CheckPlace(RelativePath folder, RelativePath dockerfile)
    {
        if (tree.Find(dockerfile) is not null || tree.Find(folder) is { Kind: not EntryKind.Folder })
        {
            var place = tree.Find(dockerfile) is not null ? dockerfile : folder;
            throw new SlipwayException(new Diagnostic(
                SurveyCodes.NewImageInTheWay,
                $"'{Display.Text(place.Value)}' is there already, and nothing is overwritten",
                "Choose another name, or move what is there.",
                new SourceLocation(place.Value)));
        }
    }

    /// <summary>The file that lists images: that of the dialect where only what is listed is one.</summary>
    private (RelativePath Path, bool IsOfDialect)? ListingFile()
    {
        var config = RelativePath.Parse(ConfigReader.FileName);
        if (_catalog.Dockerfiles is not null)
        {
            return (config, false);
        }

        var rules = _catalog.Config.DockerfileRules;
        string? file = _catalog.Images
            .Select(image => image.Location.File)
            .FirstOrDefault(place => place.EndsWith(rules.ImagesFile, StringComparison.Ordinal));
        return file is not null && RelativePath.TryParse(file, out var path) ? (path.Value, true) : null;
    }

    private string ListName((RelativePath Path, bool IsOfDialect)? list) =>
        list?.Path.Value ?? _catalog.Config.DockerfileRules.ImagesFile;

    private static IReadOnlyList<string> Keys((RelativePath Path, bool IsOfDialect)? list) =>
        list is { IsOfDialect: false } ? ["images"] : ["tasks", "jobs"];

    private ImmutableArray<string> ListingOf(ImageName name, ImageName? parent)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add($"{name}:");
        if (_catalog.Dockerfiles is null)
        {
            lines.Add($"  symbol: I({name})");
        }
        else
        {
            lines.Add($"  definition: {name}");
        }

        if (parent is { } known)
        {
            lines.Add($"  parent: {known}");
        }

        return lines.ToImmutable();
    }

    private string TextOf(RelativePath file) => tree.Find(file) is null ? string.Empty : read(file);
}

/// <summary>What makes one more image.</summary>
/// <param name="Name">The image.</param>
/// <param name="Files">The whole texts of files, by path; of one that is there, with lines more.</param>
/// <param name="Listing">The file among them that lists images and is there already; null when a folder is
/// enough.</param>
public sealed record NewImageProposal(
    ImageName Name, ImmutableDictionary<RelativePath, string> Files, RelativePath? Listing);
