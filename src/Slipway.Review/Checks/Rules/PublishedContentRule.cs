using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>What is published under an image's version is not what the tree has, or does not say what it is.</summary>
internal sealed class PublishedContentRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts)
    {
        foreach (var image in facts.Images)
        {
            if (facts.RegistryImageOf(image) is not { } registry)
            {
                continue;
            }

            switch (facts.PublishedOf(registry))
            {
                case (PublishedContent.Other, { } published):
                    yield return Find(
                        registry,
                        CheckCodes.VersionTaken,
                        Severity.Error,
                        $"{registry.Versioned} is published with other content: it was built from "
                        + $"{Sha256Digest.Parse(published.Labels[ImageLabels.Digest]).Short}, and the tree has "
                        + $"{facts.Inputs[image.Name].PublicationDigest.Short}",
                        $"Write a new version into VERSION and run `slipway push {image.Name}`, "
                        + $"or bring the content of {registry.Identity.Version} back.");
                    break;
                case (PublishedContent.Unlabelled, _):
                    yield return Find(
                        registry,
                        CheckCodes.VersionUnlabelled,
                        Severity.Warning,
                        $"{registry.Versioned} does not say what it was built from "
                        + $"(it has no label {ImageLabels.Digest}), so nobody can tell whether it is what the tree has",
                        $"Publish the next version with `slipway push {image.Name}`.");
                    break;
            }
        }
    }

    private static Finding Find(
        RegistryImage image, DiagnosticCode code, Severity severity, string message, string remedy) => new(
            new Diagnostic(code, message, remedy, new SourceLocation(image.VersionFile.Value, 1), severity),
            image.Definition.Name);
}
