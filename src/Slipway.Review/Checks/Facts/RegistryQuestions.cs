using System.Collections.Immutable;
using Slipway.Model.Registries;

namespace Slipway.Review.Checks.Facts;

/// <summary>What the rules need to know from registries.</summary>
public static class RegistryQuestions
{
    /// <param name="facts">What is known already.</param>
    /// <returns>Each reference once.</returns>
    public static ImmutableArray<ImageReference> Of(CheckFacts facts)
    {
        var questions = new HashSet<ImageReference>();
        foreach (var image in facts.Images)
        {
            if (facts.RegistryImageOf(image) is { } published)
            {
                questions.Add(published.Versioned);
                if (facts.IsProtected && published.Pinned is { } pinned)
                {
                    questions.Add(pinned);
                }
            }

        }

        foreach (var reference in RegistryReferences.Of(facts))
        {
            // It is compared with what the registry has for the image that it names.
            questions.Add(reference.Target.Versioned);
            if (facts.IsProtected)
            {
                questions.Add(reference.Reference);
            }
        }

        return [.. questions];
    }
}
