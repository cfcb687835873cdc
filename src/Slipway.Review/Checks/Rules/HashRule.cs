using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary><c>HASH</c> is missing, malformed, or not what the registry has for <c>VERSION</c>.</summary>
internal sealed class HashRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts)
    {
        foreach (var image in facts.Images)
        {
            if (facts.RegistryImageOf(image) is { } registry && Check(facts, registry) is { } problem)
            {
                yield return new Finding(problem, image.Name, FixOf(facts, registry));
            }
        }
    }

    private static Diagnostic? Check(CheckFacts facts, RegistryImage image)
    {
        var (content, published) = facts.PublishedOf(image);
        string remedy = RemedyOf(image, content, published);

        // A place in a file that does not exist is none that an editor or a service could show.
        var location = new SourceLocation(
            (facts.Files.ContainsKey(image.HashFile) ? image.HashFile : image.VersionFile).Value, 1);
        string name = image.Definition.Name.Value;
        return (image.Hash, published) switch
        {
            _ when string.IsNullOrEmpty(image.Identity.HashText) => new Diagnostic(
                CheckCodes.HashMissing,
                published is null
                    ? $"{name} has no HASH, so nothing can refer to it by its repo digest"
                    : $"{name} has no HASH, although {image.Versioned} is published",
                remedy,
                location,

                // A version that is not published has no repo digest yet.
                published is null ? Severity.Warning : Severity.Error),
            (null, _) => new Diagnostic(
                CheckCodes.HashMalformed,
                $"HASH of {name} is '{Display.Text(image.Identity.HashText)}', which is no repo digest",
                remedy,
                location),
            ({ } hash, { } there) when hash != there.RepoDigest => new Diagnostic(
                CheckCodes.HashDiffers,
                $"HASH of {name} is {hash.ToOciString()}, and {image.Versioned} is {there.RepoDigest.ToOciString()}",
                remedy,
                location),
            ({ } hash, null) when content == PublishedContent.Nothing => new Diagnostic(
                CheckCodes.HashDiffers,
                $"HASH of {name} is {hash.ToOciString()}, and there is no {image.Versioned} in the registry",
                remedy,
                location),
            _ => null,
        };
    }

    private static string RemedyOf(RegistryImage image, PublishedContent content, PublishedImage? published)
    {
        string file = image.HashFile.Value;
        return content switch
        {
            // What was pinned before is another one, so that somebody has moved the version since.
            PublishedContent.Same when image.Hash is not null =>
                $"Find out who moved {image.Versioned}. If it was published anew on purpose, run "
                + $"`slipway push {image.Definition.Name}`, which looks into it and writes {file}.",
            PublishedContent.Same =>
                $"Write {published!.RepoDigest.ToOciString()} into {file}; `slipway check --fix` does.",
            PublishedContent.Other =>
                $"Write a new version into VERSION and run `slipway push {image.Definition.Name}`, "
                + $"which writes {file}.",
            PublishedContent.Unlabelled =>
                $"If {image.Versioned} is the image that is meant, "
                + $"write {published!.RepoDigest.ToOciString()} into {file}.",
            _ => $"Run `slipway push {image.Definition.Name}`, which writes {file}.",
        };
    }

    private static Fix? FixOf(CheckFacts facts, RegistryImage image) =>
        image.Hash is null && facts.PublishedOf(image) is (PublishedContent.Same, { } published)
            ? new Fix(
                image.HashFile,
                0,
                facts.Files.TryGetValue(image.HashFile, out var there)
                    ? Encoding.UTF8.GetString(there.Span)
                    : string.Empty,
                published.RepoDigest.ToOciString() + "\n")
            : null;
}
