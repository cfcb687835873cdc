using System.Text.RegularExpressions;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Catalog;

/// <summary>Reads the files <c>VERSION</c>, <c>REGISTRY</c> and <c>HASH</c> that make a registry image.</summary>
internal sealed partial class RegistryFiles(TreeFiles files, SlipwayConfig config, DiagnosticBag problems)
{
    // Each holds one line.
    private const int MaximumSize = 4096;

    private readonly Dictionary<RelativePath, string?> _registries = [];

    /// <param name="seed">The image.</param>
    /// <param name="identity">Null for a task image.</param>
    /// <returns>False after a report.</returns>
    public bool TryRead(ImageSeed seed, out RegistryIdentity? identity)
    {
        identity = null;
        var versionFile = seed.Folder.Child(RegistryIdentity.VersionFile);
        if (!files.Exists(versionFile))
        {
            return true;
        }

        string? version = Line(
            versionFile,
            ImageReference.IsTag,
            CatalogCodes.VersionInvalid,
            "Write one version into it that can be a tag, such as 1.4.0: letters, digits, '.', '_' and '-'.");
        if (version is null || !TryReadRegistry(seed.Folder, out string? registry))
        {
            return false;
        }

        var hashFile = seed.Folder.Child(RegistryIdentity.HashFile);
        string? hash = null;
        if (files.Exists(hashFile))
        {
            hash = Line(
                hashFile,
                HashPattern().IsMatch,
                CatalogCodes.HashInvalid,
                "Write the repo digest into it, sha256: and 64 digits, or remove it.");
            if (hash is null)
            {
                return false;
            }
        }

        identity = new RegistryIdentity(registry is null ? null : $"{registry}/{seed.Name}", version, hash);
        return true;
    }

    private bool TryReadRegistry(RelativePath folder, out string? registry)
    {
        foreach (
            var file in (RelativePath[])
                [folder.Child(RegistryIdentity.RegistryFile), config.Folder.Child(RegistryIdentity.RegistryFile)])
        {
            if (files.Exists(file))
            {
                if (!_registries.TryGetValue(file, out registry))
                {
                    registry = Line(
                        file, RegistryText.Pattern().IsMatch, CatalogCodes.RegistryInvalid, RegistryText.Remedy);
                    _registries.Add(file, registry);
                }

                return registry is not null;
            }
        }

        registry = config.Registry;
        return true;
    }

    private string? Line(RelativePath file, Func<string, bool> fits, DiagnosticCode code, string remedy)
    {
        if (files.Read(file, MaximumSize) is not { } content)
        {
            return null;
        }

        if (content.Length <= MaximumSize
            && Utf8Text.TryDecode(content.Span, out string text, out _)
            && text.Trim() is var line
            && fits(line))
        {
            return line;
        }

        problems.Add(
            new Diagnostic(
                code,
                $"'{Display.Text(file.Value)}' does not hold what it is for",
                remedy,
                new SourceLocation(file.Value, 1)));
        return null;
    }

    // Kept as it stands: a check compares it, an empty file pins nothing yet.
    [GeneratedRegex(@"\A[^\s\p{C}]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HashPattern();
}
