using System.Diagnostics.CodeAnalysis;
using Slipway.Core.Catalog;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Review.References;

/// <summary>Makes the references by which others use the registry images of a tree.</summary>
/// <param name="catalog">The images.</param>
/// <param name="form">How they are referred to.</param>
public sealed class ReferenceMaker(ImageCatalog catalog, ReferenceForm form)
{
    /// <summary>
    /// The reference to an image that machines share in a registry, and the problem when it is not there; null where
    /// they share none.
    /// </summary>
    public Func<ImageDefinition, SourceLocation?, (string? Reference, Diagnostic? Problem)>? Shared { get; init; }

    /// <param name="name">The image's name, as written.</param>
    /// <param name="location">Where it is written, when it stands in a file.</param>
    /// <param name="reference">The registry as it is written in the tree, the name, and tag or digest.</param>
    /// <param name="problem">Why there is none.</param>
    public bool TryMake(
        string name,
        SourceLocation? location,
        [NotNullWhen(true)] out string? reference,
        [NotNullWhen(false)] out Diagnostic? problem)
    {
        (reference, problem) = Make(name, location);
        return reference is not null;
    }

    private (string? Reference, Diagnostic? Problem) Make(string typed, SourceLocation? location)
    {
        var image = catalog.Images.FirstOrDefault(image => image.Name.Value == typed);
        return image switch
        {
            null => (null, catalog.Unknown(typed, location)),
            { Registry: null } when Shared is not null => Shared(image, location),
            { Registry: null } => No(
                ResolveCodes.NotInRegistry,
                $"{typed} is a task image, which lives in no registry",
                $"Put a file VERSION into '{image.Folder}' to make it a registry image, or refer to another image."),
            { Registry.PublishedName: null } => No(
                ResolveCodes.RegistryUnknown,
                $"It is not known in which registry {typed} lives",
                $"Write the registry into a file REGISTRY in '{image.Folder}' or '{catalog.Config.Folder}', or set "
                + "'registry:' in slipway.yml."),
            { Registry.Repository: null } => No(
                ResolveCodes.NameRefused,
                $"No registry takes the name '{Display.Text(image.Registry.PublishedName)}'",
                "Correct the registry, or rename the image."),
            { Registry: var registry } when form == ReferenceForm.Tag => (
                $"{registry.PublishedName}:{registry.Version}",
                null),
            { Registry: { RepoDigest: { } digest } registry } => (
                $"{registry.PublishedName}@{digest.ToOciString()}",
                null),
            { Registry.HashText: null or "" } => No(
                ResolveCodes.HashMissing,
                $"{typed} has no repo digest: there is no HASH in '{image.Folder}'",
                "Write the repo digest of the published image into it, sha256: and 64 digits, "
                + "or resolve with --by-tag."),
            _ => No(
                ResolveCodes.HashMalformed,
                $"'{Display.Text(image.Registry.HashText)}' in '{image.Folder.Child("HASH")}' is no repo digest",
                "Write sha256: and 64 lower-case digits into it, or resolve with --by-tag."),
        };

        (string?, Diagnostic?) No(DiagnosticCode code, string message, string remedy) =>
            (null, new Diagnostic(code, message, remedy, location));
    }
}

/// <summary>How a registry image is referred to.</summary>
public enum ReferenceForm
{
    /// <summary><c>&lt;registry&gt;/&lt;name&gt;@sha256:…</c>, the repo digest that <c>HASH</c> pins.</summary>
    RepoDigest,

    /// <summary><c>&lt;registry&gt;/&lt;name&gt;:&lt;VERSION&gt;</c></summary>
    Tag,
}
