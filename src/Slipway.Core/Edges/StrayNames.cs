using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Edges;

/// <summary>
/// Finds names in a Dockerfile that most likely are to mean an image of the tree and do not: a build would ask a
/// registry for an image that nobody here knows.
/// </summary>
/// <param name="names">The names of the tree's images, also of those that could not be read.</param>
/// <param name="references">Says which references mean images of the tree.</param>
/// <param name="isExternal">Says of a reference whether it is known to be from elsewhere.</param>
internal sealed class StrayNames(
    IReadOnlyCollection<ImageName> names, ReferenceTargets references, Func<string, bool> isExternal)
{
    // What is refused must be a slip: names of images often share their longer part.
    private const int MostTypos = 2;

    /// <param name="dockerfile">What the image's Dockerfile names.</param>
    /// <param name="builtOnIt">The image itself and all that are built on it, which it cannot be built on.</param>
    public ImmutableArray<Diagnostic> Find(DockerfileNames dockerfile, Func<IReadOnlySet<ImageName>> builtOnIt)
    {
        var named =
            from use in dockerfile.References
            select Check(use.Resolved, use.Location, StagesBefore(dockerfile, use.Offset), builtOnIt);

        // The stages are those of the build that carries it out.
        var brought =
            from trigger in dockerfile.Triggers
            from name in trigger.Names
            select Check(name.Reference, trigger.Location, [], builtOnIt);
        return [.. named.Concat(brought).OfType<Diagnostic>().Distinct()];
    }

    private Diagnostic? Check(
        string reference,
        SourceLocation location,
        IEnumerable<string> stages,
        Func<IReadOnlySet<ImageName>> builtOnIt)
    {
        if (BareName.Of(reference) is not { } bare
            || isExternal(reference)
            || references.Target(reference) is not null
            || OfficialImages.Contains(bare.Name)
            || bare.Name.Contains('$', StringComparison.Ordinal))
        {
            return null;
        }

        var children = builtOnIt();
        if (ImageName.TryParse(bare.Name, out var exact) && names.Contains(exact))
        {
            return children.Contains(exact) ? null : Tagged(bare, reference, location);
        }

        // A name with a tag is no stage's.
        string? stage = bare.Tag is null ? Suggestion.For(bare.Name.ToLowerInvariant(), stages, MostTypos) : null;
        string? image = Suggestion.For(
            bare.Name,
            names.Where(name => !children.Contains(name)).Select(name => name.Value).Order(StringComparer.Ordinal),
            MostTypos);
        string[] meant =
        [
            .. new[] { stage is null ? null : $"the stage '{stage}'", image is null ? null : $"the image '{image}'" }
                .OfType<string>(),
        ];
        return meant.Length == 0
            ? null
            : new Diagnostic(
                EdgeCodes.NameNear,
                stage is null
                    ? $"'{Display.Text(reference)}' is no image of this tree, and close to the name of one"
                    : $"'{Display.Text(reference)}' is neither a stage before this one nor an image of this tree, and "
                        + "close to the name of one",
                $"Did you mean {string.Join(" or ", meant)}? {Elsewhere(bare.Name)}".TrimEnd(),
                location)
            {
                Subject = reference,
            };
    }

    private static Diagnostic Tagged(BareName bare, string reference, SourceLocation location) => new(
        EdgeCodes.NameNear,
        $"'{Display.Text(reference)}' is not the image '{bare.Name}' of this tree, which is named without a tag",
        $"Write '{bare.Name}' if that is meant. {Elsewhere(bare.Name)}",
        location)
    {
        Subject = reference,
    };

    /// <summary>What to do when the name is right, which one with capital letters never is.</summary>
    public static string Elsewhere(string name) => name.Any(char.IsUpper)
        ? string.Empty
        : $"If an image from elsewhere is meant, list '{Display.Text(name)}' below 'external:' in slipway.yml, or name "
        + "it with its registry or its digest.";

    private static IEnumerable<string> StagesBefore(DockerfileNames dockerfile, int offset) => dockerfile.Stages
        .Where(stage => stage.Offset < offset && stage.Name != "scratch" && !char.IsAsciiDigit(stage.Name[0]))
        .Select(stage => stage.Name)
        .Distinct();
}
