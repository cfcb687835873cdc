using System.Collections.Concurrent;
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
internal sealed partial class RegistryFiles(TreeFiles files, SlipwayConfig config)
{
    // Each holds one line.
    private const int MaximumSize = 4096;

    private readonly ConcurrentDictionary<RelativePath, Lazy<(string? Line, DiagnosticBag Problems)>> _registries =
        new();

    /// <param name="seed">The image.</param>
    /// <param name="problems">Gets what is wrong with its files.</param>
    /// <param name="identity">Null for a task image.</param>
    /// <returns>False after a report.</returns>
    public bool TryRead(ImageSeed seed, DiagnosticBag problems, out RegistryIdentity? identity)
    {
        identity = null;
        var own = files.ReportingTo(problems);
        var versionFile = seed.Folder.Child(RegistryIdentity.VersionFile);
        if (!own.Exists(versionFile))
        {
            return true;
        }

        string? version = Line(
            versionFile,
            ImageReference.IsTag,
            CatalogCodes.VersionInvalid,
            "Write one version into it that can be a tag, such as 1.4.0: letters, digits, '.', '_' and '-'.",
            problems);
        if (version is null || !TryReadRegistry(seed.Folder, problems, out string? registry))
        {
            return false;
        }

        var hashFile = seed.Folder.Child(RegistryIdentity.HashFile);
        string? hash = null;
        if (own.Exists(hashFile))
        {
            hash = Line(
                hashFile,
                HashPattern().IsMatch,
                CatalogCodes.HashInvalid,
                "Write the repo digest into it, sha256: and 64 digits, or remove it.",
                problems);
            if (hash is null)
            {
                return false;
            }
        }

        identity = new RegistryIdentity(registry is null ? null : $"{registry}/{seed.Name}", version, hash);
        return true;
    }

    private bool TryReadRegistry(RelativePath folder, DiagnosticBag problems, out string? registry)
    {
        foreach (
            var file in (RelativePath[])
                [folder.Child(RegistryIdentity.RegistryFile), config.Folder.Child(RegistryIdentity.RegistryFile)])
        {
            if (files.ReportingTo(problems).Exists(file))
            {
                // That of all images is read once, and is wrong for each.
                var read = _registries.GetOrAdd(file, static (path, reader) => new(() =>
                {
                    var found = new DiagnosticBag();
                    string? line = reader.Line(
                        path, RegistryText.Pattern().IsMatch, CatalogCodes.RegistryInvalid, RegistryText.Remedy, found);
                    return (line, found);
                }), this).Value;
                problems.AddRange(read.Problems.ToSorted());
                registry = read.Line;
                return registry is not null;
            }
        }

        registry = config.Registry;
        return true;
    }

    private string? Line(
        RelativePath file, Func<string, bool> fits, DiagnosticCode code, string remedy, DiagnosticBag problems)
    {
        if (files.ReportingTo(problems).Read(file, MaximumSize) is not { } content)
        {
            return null;
        }

        bool isText = Utf8Text.TryDecode(content.Span, out string text, out _);
        if (content.Length <= MaximumSize && isText && text.Trim() is var line && fits(line))
        {
            return line;
        }

        // taskgraph, too, takes the mark for a part of what is written, and makes a name of it that no registry takes.
        bool isMarked = isText && text.StartsWith('\uFEFF');
        problems.Add(
            new Diagnostic(
                code,
                isMarked
                    ? $"'{Display.Text(file.Value)}' begins with a byte order mark, which is not seen and counts"
                    : $"'{Display.Text(file.Value)}' does not hold what it is for",
                isMarked
                    ? "Save it as UTF-8 without a byte order mark: `sed -i '1s/^\\xEF\\xBB\\xBF//' FILE`."
                    : remedy,
                new SourceLocation(file.Value, 1)));
        return null;
    }

    // Kept as it stands: a check compares it, an empty file pins nothing yet.
    [GeneratedRegex(@"\A[^\s\p{C}]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HashPattern();
}
