using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;

namespace Slipway.Review.Checks.Rules;

/// <summary>What the author of a Dockerfile may have meant by a name that stands there.</summary>
/// <param name="facts">What is known of the tree.</param>
/// <param name="image">The image whose Dockerfile it is.</param>
internal sealed class MeantImages(CheckFacts facts, ImageDefinition image)
{
    private const int MostStages = 4;

    private readonly Lazy<HashSet<ImageName>> _builtOnIt = new(() =>
    {
        var found = new HashSet<ImageName> { image.Name };
        foreach (var other in facts.Catalog.ParentsFirst)
        {
            if (other.Parents.Any(edge => found.Contains(edge.Parent)))
            {
                found.Add(other.Name);
            }
        }

        return found;
    });

    /// <summary>Whether the image cannot be built on another one, because that is it, or is built on it.</summary>
    public bool WouldCircle(ImageName parent) => _builtOnIt.Value.Contains(parent);

    /// <summary>The stage before a place whose name is nearest.</summary>
    public string? NearestStage(ImageReferenceUse use) =>
        use.Kind == ReferenceKind.Frontend ? null : Suggestion.For(use.Resolved.ToLowerInvariant(), StagesBefore(use));

    /// <summary>Whether a name most likely is to be a stage's, although no stage before its place has it.</summary>
    public bool MayBeStage(ImageReferenceUse use) =>
        use.Kind is ReferenceKind.CopyFrom or ReferenceKind.RunMount
        && use.Resolved.AsSpan().IndexOfAny("/:@") < 0
        && facts.Catalog.FindReferenced(use.Resolved) is null
        && !OfficialImages.Contains(use.Resolved);

    /// <summary>What to do about such a name.</summary>
    public string StageRemedy(ImageReferenceUse use)
    {
        if (NearestStage(use) is { } stage)
        {
            return $"Did you mean the stage '{stage}'?";
        }

        string[] stages = [.. StagesBefore(use)];
        return stages.Length == 0
            ? "Name a stage that comes before, or an image from elsewhere with its tag."
            : $"Name a stage that comes before ({NameList.Of(stages, MostStages)}), "
                + "or an image from elsewhere with its tag.";
    }

    /// <summary>
    /// The image of the tree that something published may be: its repository ends with the image's name.
    /// </summary>
    /// <returns>Null when it is from elsewhere for certain.</returns>
    public ImageName? MayBePublished(ImageReference reference)
    {
        string path = reference.Repository.Path;
        string last = path[(path.LastIndexOf('/') + 1)..];
        bool isOfficial = reference.Repository.Registry == RepositoryName.DockerHub
            && path == $"library/{last}"
            && OfficialImages.Contains(last);
        return !isOfficial
            && ImageName.TryParse(last, out var name)
            && facts.Catalog.Find(name) is not null
            && !WouldCircle(name)
                ? name
                : null;
    }

    private IEnumerable<string> StagesBefore(ImageReferenceUse use) => image.Dockerfile.Stages
        .Where(stage => stage.Offset < use.Offset && stage.Name != "scratch" && !char.IsAsciiDigit(stage.Name[0]))
        .Select(stage => stage.Name)
        .Distinct();
}
