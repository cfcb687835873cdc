using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>What becomes free when the builds go that a policy does not keep. Pure.</summary>
/// <param name="Manifests">The manifests that no build needs any more, each once.</param>
/// <param name="Parts">What only these manifests had, the manifests themselves included.</param>
/// <param name="Bytes">Bytes of all parts.</param>
/// <param name="Shares">The bytes by the build to which they are counted: a part that several have, to the first of
/// them, so that the sum is the whole.</param>
public sealed record FreedContent(
    ImmutableArray<Sha256Digest> Manifests,
    ImmutableArray<ContentPart> Parts,
    long Bytes,
    ImmutableDictionary<BuildId, long> Shares)
{
    /// <param name="verdicts">What the policy says.</param>
    /// <param name="contents">Every manifest that there is, with all its parts, itself included; also those of builds
    /// without a verdict, which stay.</param>
    public static FreedContent Of(
        IReadOnlyCollection<RetentionVerdict> verdicts,
        IReadOnlyDictionary<Sha256Digest, ImmutableArray<ContentPart>> contents)
    {
        var kept = verdicts.Where(verdict => verdict.IsKept).Select(verdict => verdict.Build.Manifest).ToHashSet();
        return Of(
            [
                .. verdicts
                    .Where(verdict => !verdict.IsKept && !kept.Contains(verdict.Build.Manifest))
                    .Select(verdict => (verdict.Build.Id, verdict.Build.Manifest)),
            ],
            contents);
    }

    /// <param name="builds">The builds that go, each with its manifest; one that has several stands there for
    /// each.</param>
    /// <param name="contents">Every manifest that there is, with all its parts, itself included.</param>
    public static FreedContent Of(
        IReadOnlyCollection<(BuildId Build, Sha256Digest Manifest)> builds,
        IReadOnlyDictionary<Sha256Digest, ImmutableArray<ContentPart>> contents)
    {
        var going = builds.Select(build => build.Manifest).Where(contents.ContainsKey).ToHashSet();
        var needed = contents
            .Where(pair => !going.Contains(pair.Key))
            .SelectMany(pair => pair.Value)
            .Select(part => part.Digest)
            .ToHashSet();
        return Share(builds.Where(build => going.Contains(build.Manifest)), contents, needed);
    }

    private static FreedContent Share(
        IEnumerable<(BuildId Build, Sha256Digest Manifest)> going,
        IReadOnlyDictionary<Sha256Digest, ImmutableArray<ContentPart>> contents,
        HashSet<Sha256Digest> taken)
    {
        var manifests = new HashSet<Sha256Digest>();
        var parts = ImmutableArray.CreateBuilder<ContentPart>();
        var shares = ImmutableDictionary.CreateBuilder<BuildId, long>();
        foreach (var (build, manifest) in going)
        {
            long own = shares.GetValueOrDefault(build);
            if (manifests.Add(manifest))
            {
                foreach (var part in contents[manifest].Where(part => taken.Add(part.Digest)))
                {
                    parts.Add(part);
                    own += part.Size;
                }
            }

            shares[build] = own;
        }

        return new FreedContent(
            [.. manifests], parts.ToImmutable(), parts.Sum(part => part.Size), shares.ToImmutable());
    }
}

/// <summary>A part of an image as it is kept.</summary>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct ContentPart(Sha256Digest Digest, long Size);
