using System.Collections.Immutable;
using Slipway.Core.Diagnostics;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Engines;

namespace Slipway.Execution;

/// <summary>Finds bases that the engine would take from its own images although nobody vouches for them.</summary>
/// <remarks>
/// The engine prefers a local image to a registry's, and Slipway tags what it builds at any level with plain names
/// such as <c>debian:latest</c>. So a base that carries Slipway's label and is not named by its digest may be
/// anybody's build.
/// </remarks>
internal sealed class LocalBases(IImageEngine engine)
{
    /// <param name="image">The image that is to be built.</param>
    /// <param name="references">What its Dockerfile names and Slipway does not provide.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>An error for each such base.</returns>
    public async Task<ImmutableArray<Diagnostic>> FindAsync(
        string image, IEnumerable<ImageReferenceUse> references, CancellationToken cancellationToken)
    {
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var use in references.Where(use => !use.Resolved.Contains('@', StringComparison.Ordinal)))
        {
            if (await engine.FindAsync(use.Resolved, cancellationToken) is { } local
                && local.Labels.ContainsKey(ImageLabels.Image))
            {
                problems.Add(new Diagnostic(
                    BuildCodes.LocalBase,
                    $"{use.Resolved}, which {image} is built on, is an image in the engine that Slipway built, maybe at "
                    + "a lower level",
                    "Name it by its digest, or as an image of this tree, or remove the tag from the engine "
                    + $"(`docker rmi {use.Resolved}`).",
                    use.Location));
            }
        }

        return problems.ToImmutable();
    }
}
