using System.Text.RegularExpressions;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;
using Slipway.Review.Checks.Findings;

namespace Slipway.Review.Checks.Rules;

/// <summary>
/// The name or the version of a registry image is one that registries refuse or use for something else.
/// </summary>
internal sealed partial class RegistryNameRule : ICheckRule
{
    public IEnumerable<Finding> Check(CheckFacts facts) =>
        from image in facts.Images
        let identity = image.Registry
        where identity is not null
        from problem in Check(facts, image, identity)
        select new Finding(problem, image.Name);

    private static IEnumerable<Diagnostic> Check(CheckFacts facts, ImageDefinition image, RegistryIdentity identity)
    {
        var version = new SourceLocation(image.Folder.Child(RegistryIdentity.VersionFile).Value, 1);
        if (identity.PublishedName is not { } name)
        {
            yield return new Diagnostic(
                CheckCodes.RegistryUnknown,
                $"{image.Name} has a VERSION, but nothing says in which registry it is published",
                "Write the registry into a file REGISTRY beside VERSION, or set "
                + $"{ConfigWords.Key(facts.Catalog.Config.Dialect, "registry:")}.",
                version);
            yield break;
        }

        if (NameProblem(name, identity) is { } problem)
        {
            yield return new Diagnostic(
                CheckCodes.NameRefused,
                $"'{Display.Text(name)}' {problem}",
                "Change the registry, or the name of the image.",
                RegistryPlace(facts, image));
        }

        if (TagProblem(identity.Version) is { } reserved)
        {
            yield return new Diagnostic(
                CheckCodes.NameRefused,
                $"The version '{identity.Version}' of {image.Name} {reserved}",
                "Write a version that belongs to this content alone, such as 1.4.0.",
                version);
        }
    }

    /// <summary>Where the registry is written: beside the image, for all images, or in the configuration.</summary>
    private static SourceLocation RegistryPlace(CheckFacts facts, ImageDefinition image)
    {
        RelativePath[] files =
        [
            image.Folder.Child(RegistryIdentity.RegistryFile),
            facts.Catalog.Config.Folder.Child(RegistryIdentity.RegistryFile),
        ];
        return files.Where(facts.Files.ContainsKey).Select(file => new SourceLocation(file.Value, 1))
            .FirstOrDefault(new SourceLocation(ConfigReader.FileName));
    }

    private static string? NameProblem(string name, RegistryIdentity identity)
    {
        string host = name.Split('/')[0];

        // Docker takes a first part with a capital letter for a host, other tools for a wrong name.
        return host.Any(char.IsAsciiLetterUpper)
                ? $"has capital letters in '{Display.Text(host)}', which not every tool and registry takes"
            : name.Length > RepositoryName.MaximumLength
                ? $"has {name.Length} characters, and registries take {RepositoryName.MaximumLength}"
            : identity.Repository is null ? "is not a name that a registry takes"
            : null;
    }

    private static string? TagProblem(string tag) =>
        tag == ImageReference.DefaultTag ? "is the tag that a reference without a tag means, and that everybody moves"
        : ReferrersTag().IsMatch(tag) ? "is the tag under which registries keep what refers to an image"
        : null;

    // https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#referrers-tag-schema; signing tools add a
    // suffix.
    [GeneratedRegex(@"\Asha(?:256|512)-[0-9a-f]{64}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReferrersTag();
}
