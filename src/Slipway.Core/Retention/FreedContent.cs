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
        var parts = ImmutableArray.CreateBuilder<ContentPart>();
        var shares = SharesOf(builds, contents, parts.Add);
        return new FreedContent(
            [.. builds.Select(build => build.Manifest).Where(contents.ContainsKey).Distinct()],
            parts.ToImmutable(),
            parts.Sum(part => part.Size),
            shares);
    }

    /// <summary>The bytes that become free, by who lets them go.</summary>
    /// <param name="going">The manifests that go, with who lets them go: a part that several have is counted to the
    /// first, so that the sum is the whole.</param>
    /// <param name="contents">Every manifest that there is, with all its parts, itself included.</param>
    /// <param name="free">Told each part that becomes free; null to tell nobody.</param>
    public static ImmutableDictionary<T, long> SharesOf<T>(
        IReadOnlyCollection<(T Holder, Sha256Digest Manifest)> going,
        IReadOnlyDictionary<Sha256Digest, ImmutableArray<ContentPart>> contents,
        Action<ContentPart>? free = null)
        where T : notnull
    {
        var gone = going.Select(one => one.Manifest).ToHashSet();
        var taken = contents
            .Where(pair => !gone.Contains(pair.Key))
            .SelectMany(pair => pair.Value)
            .Select(part => part.Digest)
            .ToHashSet();
        var shares = ImmutableDictionary.CreateBuilder<T, long>();
        foreach (var (holder, manifest) in going.Where(one => contents.ContainsKey(one.Manifest)))
        {
            long own = 0;
            foreach (var part in contents[manifest].Where(part => taken.Add(part.Digest)))
            {
                free?.Invoke(part);
                own += part.Size;
            }

            shares[holder] = shares.GetValueOrDefault(holder) + own;
        }

        return shares.ToImmutable();
    }
}

/// <summary>A part of an image as it is kept.</summary>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct ContentPart(Sha256Digest Digest, long Size);
