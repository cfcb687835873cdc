using System.Collections.Immutable;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;

namespace Slipway.Application.Published;

/// <summary>What the manifest of a published image says about the build that made it.</summary>
/// <remarks>
/// Annotations, never labels: labels are a part of the config, whose hash allowlists name.
/// https://github.com/opencontainers/image-spec/blob/v1.1.0/annotations.md
/// </remarks>
public static class PushAnnotations
{
    private const string Created = "org.opencontainers.image.created";
    private const string Revision = "org.opencontainers.image.revision";
    private const string Source = "org.opencontainers.image.source";

    /// <param name="build">The build; null when nothing is known of it.</param>
    /// <returns>What is known, the same for the same build wherever it is pushed to.</returns>
    public static ImmutableSortedDictionary<string, string> Of(BuildRecord? build)
    {
        var known = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (build is not null)
        {
            known[Created] = IndexData.Moment(build.Finished);
        }

        if (build?.Revision is { } revision)
        {
            known[Revision] = revision;
        }

        // As it was when it was built, and not where the checkout comes from in which it is published.
        if (build?.Source?.Repository is { } source)
        {
            known[Source] = source;
        }

        return known.ToImmutable();
    }
}
