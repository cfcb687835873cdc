using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Review.Pinning;

/// <summary>Finds the references to images from elsewhere, and where each of them is written.</summary>
public sealed class PinFinder
{
    private static readonly RelativePath ConfigFile = RelativePath.Parse(ConfigReader.FileName);

    private readonly ImageCatalog _catalog;
    private readonly TreeFiles _files;
    private readonly DiagnosticBag _failures = new();
    private readonly DiagnosticBag _problems = new();
    private readonly Dictionary<RelativePath, ReadOnlyMemory<byte>> _contents = [];
    private readonly SortedDictionary<(RelativePath File, int Offset), PinSite> _sites = [];

    private PinFinder(ImageCatalog catalog, ISourceTree tree)
    {
        _catalog = catalog;
        _files = new TreeFiles(tree, _failures);
    }

    /// <param name="catalog">The images of the tree; what names one of them is no image from elsewhere.</param>
    /// <param name="images">Those that are looked at.</param>
    /// <param name="tree">The files.</param>
    /// <exception cref="SlipwayException">A file cannot be read.</exception>
    public static PinSites Find(ImageCatalog catalog, IEnumerable<ImageDefinition> images, ISourceTree tree)
    {
        var finder = new PinFinder(catalog, tree);
        foreach (var image in images)
        {
            foreach (var use in image.Dockerfile.References)
            {
                if (catalog.FindReferenced(use.Resolved) is null)
                {
                    finder.Add(image, use);
                }
            }
        }

        finder._failures.ThrowIfErrors();
        return new PinSites(
            [.. finder._sites.Values],
            finder._contents.ToImmutableSortedDictionary(),
            finder._problems.ToSorted());
    }

    private void Add(ImageDefinition image, ImageReferenceUse use)
    {
        if (!ImageReference.TryParse(use.Resolved, out var reference))
        {
            Report(
                PinCodes.ReferenceInvalid,
                $"'{Display.Text(use.Resolved)}' does not name an image of a registry",
                "Write [registry/]name[:tag], in lower case, with a sha256 digest behind '@' or none.",
                use.Location);
        }
        else if (PlaceOf(image, use) is { } place)
        {
            var key = (place.File, place.Offset);
            _sites[key] = _sites.TryGetValue(key, out var known)
                ? known with
                {
                    Images = known.Images.Add(image.Name),
                }
                : new PinSite(
                    place.File, place.Offset, place.Length, place.Location, use.Resolved, reference, [image.Name]);
        }
    }

    private (RelativePath File, int Offset, int Length, SourceLocation Location)? PlaceOf(
        ImageDefinition image, ImageReferenceUse use)
    {
        switch (use.Origin)
        {
            case ReferenceOrigin.InDockerfile here:
                var file = RelativePath.Parse(here.Location.File);
                if (ContentOf(file) is not { } dockerfile)
                {
                    return null;
                }

                // It was read once already, for the catalog.
                return
                    dockerfile.Length >= here.Offset + here.Length
                    && dockerfile
                        .Span.Slice(here.Offset, here.Length)
                        .SequenceEqual(Encoding.UTF8.GetBytes(use.Resolved))
                    ? (file, here.Offset, here.Length, here.Location)
                    : throw TreeProblems.Changed(file);

            case ReferenceOrigin.InArgument argument when image.ArgPlaces.TryGetValue(argument.Name, out var value):
                if (ContentOf(ConfigFile) is not { } content)
                {
                    return null;
                }

                if (ConfigValue.Find(content, value, use.Resolved) is { } found)
                {
                    return (ConfigFile, found.Offset, found.Length, value.Location);
                }

                Report(
                    PinCodes.ValueNotEditable,
                    $"The value of {argument.Name} is not written in one piece, so its pin cannot be put behind it",
                    "Write it on one line, without escapes: the reference and nothing else.",
                    value.Location);
                return null;

            default:
                Report(
                    PinCodes.ReferenceComposed,
                    $"The reference '{Display.Text(use.Written)}' ({Display.Text(use.Resolved)}) is put "
                    + "together from several places",
                    "Write the whole reference in one place: in the instruction, or as 'ARG BASE=image:tag' before the "
                    + "first FROM and 'FROM $BASE'.",
                    use.Location);
                return null;
        }
    }

    private ReadOnlyMemory<byte>? ContentOf(RelativePath file)
    {
        if (!_contents.TryGetValue(file, out var content))
        {
            if (_files.Read(file, DockerfileReader.MaximumSize) is not { } read)
            {
                return null;
            }

            _contents.Add(file, content = read);
        }

        return content;
    }

    private void Report(DiagnosticCode code, string message, string remedy, SourceLocation location) =>
        _problems.Add(new Diagnostic(code, message, remedy, location, Severity.Warning));
}
