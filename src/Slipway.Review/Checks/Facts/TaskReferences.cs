using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;

namespace Slipway.Review.Checks.Facts;

/// <summary>Finds where definitions of tasks name registry images of the tree by tag or repo digest.</summary>
public static partial class TaskReferences
{
    public static ImmutableArray<TreeReference> Find(
        IEnumerable<ReferringFile> files, IReadOnlyCollection<RegistryImage> images) =>
    [
        .. from file in files
           where file.IsDefinition
           from image in images
           from reference in Find(file, image)
           orderby file.Path, reference.Offset
           select reference,
    ];

    private static IEnumerable<TreeReference> Find(ReferringFile file, RegistryImage image)
    {
        // As the tree writes it: with or without the name of Docker Hub.
        string name = image.Identity.PublishedName!;
        for (
            int start = 0;
            (start = file.Text.IndexOf(name, start, StringComparison.Ordinal)) >= 0;
            start += name.Length)
        {
            var rest = Rest().Match(file.Text, start + name.Length);
            string written = name + rest.Value;
            if (rest.Length > 0
                && (start == 0 || !IsPartOfName(file.Text[start - 1]))
                && ImageReference.TryParse(written, out var reference)
                && reference.Repository == image.Repository)
            {
                yield return new TreeReference(
                    image.Definition.Name,
                    written,
                    LocationOf(file, start),
                    reference,
                    image,
                    file.Path,
                    Encoding.UTF8.GetByteCount(file.Text.AsSpan(0, start)));
            }
        }
    }

    private static bool IsPartOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/';

    private static SourceLocation LocationOf(ReferringFile file, int position)
    {
        var before = file.Text.AsSpan(0, position);
        return new SourceLocation(file.Path.Value, before.Count('\n') + 1, position - before.LastIndexOf('\n'));
    }

    [GeneratedRegex(
        @"\G(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-fA-F]{64}\b)?",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rest();
}
