using Slipway.Core.Catalog;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Model.Values;

namespace Slipway.Application.Explaining;

/// <summary>One of two things that are compared. A closed set of cases.</summary>
/// <param name="Label">What it is called in a sentence.</param>
internal abstract record Side(string Label)
{
    /// <summary>A whole tree: the working tree, or that of a revision.</summary>
    /// <param name="Label">What it is called.</param>
    /// <param name="Catalog">Its images.</param>
    /// <param name="Inputs">Their inputs; an image with an error has none.</param>
    /// <param name="IsWhole">Whether all of it could be read; else an image that is missing may be there.</param>
    public sealed record Tree(
        string Label,
        ImageCatalog Catalog,
        IReadOnlyDictionary<ImageName, ImageInputs> Inputs,
        bool IsWhole) : Side(Label)
    {
        /// <summary>The commit; null for the working tree.</summary>
        public string? Revision { get; init; }

        public InputsDigest? DigestOf(ImageName image) => Inputs.GetValueOrDefault(image)?.Digest;

        /// <summary>Whether an image that has no digest here may be there all the same.</summary>
        public bool IsSilentOn(ImageName image) =>
            !IsWhole || Catalog.Find(image) is not null || Catalog.FindUnfit(image.Value) is not null;

        /// <summary>Says where files of this tree's contexts come from.</summary>
        public FileOriginFinder? Locate(ImageName image) =>
            Catalog.Find(image) is { } definition
                ? new FileOriginFinder(definition, Inputs.GetValueOrDefault(image)?.Context, Catalog.Config.RunTask)
                : null;
    }

    /// <summary>A build.</summary>
    /// <param name="Label">What it is called.</param>
    /// <param name="Image">The image; null when only the inputs of a digest are known.</param>
    public sealed record Recorded(string Label, ImageName? Image, Baseline Build) : Side(Label);
}
