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
        var going = verdicts.Where(verdict => !verdict.IsKept).Select(verdict => verdict.Build.Manifest).ToHashSet();
        going.ExceptWith(verdicts.Where(verdict => verdict.IsKept).Select(verdict => verdict.Build.Manifest));
        going.IntersectWith(contents.Keys);
        var needed = contents
            .Where(pair => !going.Contains(pair.Key))
            .SelectMany(pair => pair.Value)
            .Select(part => part.Digest)
            .ToHashSet();
        return Share(verdicts.Where(verdict => going.Contains(verdict.Build.Manifest)), contents, needed);
    }

    private static FreedContent Share(
        IEnumerable<RetentionVerdict> going,
        IReadOnlyDictionary<Sha256Digest, ImmutableArray<ContentPart>> contents,
        HashSet<Sha256Digest> taken)
    {
        var manifests = new HashSet<Sha256Digest>();
        var parts = ImmutableArray.CreateBuilder<ContentPart>();
        var shares = ImmutableDictionary.CreateBuilder<BuildId, long>();
        foreach (var verdict in going)
        {
            long own = 0;
            if (manifests.Add(verdict.Build.Manifest))
            {
                foreach (var part in contents[verdict.Build.Manifest].Where(part => taken.Add(part.Digest)))
                {
                    parts.Add(part);
                    own += part.Size;
                }
            }

            shares.Add(verdict.Build.Id, own);
        }

        return new FreedContent(
            [.. manifests], parts.ToImmutable(), parts.Sum(part => part.Size), shares.ToImmutable());
    }
}

/// <summary>A part of an image as it is kept.</summary>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct ContentPart(Sha256Digest Digest, long Size);
