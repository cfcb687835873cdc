using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>Which images somebody uses, and who: the tips of git, and lists of references.</summary>
public sealed class UsedImages
{
    private readonly Dictionary<Sha256Digest, SortedSet<string>> _digests = [];
    private readonly Dictionary<BuildId, SortedSet<string>> _builds = [];
    private readonly Dictionary<string, SortedSet<string>> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Digits, string User)> _references = [];

    /// <summary>Adds a digest: of inputs, of an image's config, or of a manifest.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="user">Who uses it, in few words.</param>
    public void Add(Sha256Digest digest, string user) => Add(_digests, digest, user);

    public void Add(BuildId build, string user) => Add(_builds, build, user);

    /// <summary>Adds an image of which nobody knows which build is used: all of them are.</summary>
    public void AddName(string name, string user) => Add(_names, name, user);

    /// <summary>
    /// Adds an image by digits that may be those of a digest. When they are those of nothing that is there, nobody
    /// knows which build is meant.
    /// </summary>
    /// <param name="name">The image's name.</param>
    /// <param name="digits">The first hexadecimal digits, or all, in lower case.</param>
    /// <param name="user">Who uses it.</param>
    public void AddReference(string name, string digits, string user) => _references.Add((name, digits, user));

    /// <summary>What is meant, now that it is known what there is.</summary>
    internal ResolvedUses Resolve(IReadOnlyCollection<RetainedBuild> builds)
    {
        var resolved = new UsedImages();
        resolved.AddAll(this);
        var known = builds
            .SelectMany(build => new[] { build.Digest.Sha256, build.ImageHash.Sha256, build.Manifest })
            .Distinct()
            .Select(digest => (digest, text: digest.ToString()))
            .OrderBy(pair => pair.text, StringComparer.Ordinal)
            .ToArray();
        foreach (var (name, digits, user) in _references)
        {
            int first = FirstNotBefore(known, digits);
            bool isKnown = false;
            for (int i = first; i < known.Length && known[i].text.StartsWith(digits, StringComparison.Ordinal); i++)
            {
                isKnown = true;
                resolved.Add(known[i].digest, user);
            }

            if (!isKnown)
            {
                resolved.AddName(name, user);
            }
        }

        return new ResolvedUses(resolved._digests, resolved._builds, resolved._names);
    }

    private void AddAll(UsedImages other)
    {
        Copy(other._digests, _digests);
        Copy(other._builds, _builds);
        Copy(other._names, _names);
    }

    private static void Copy<TKey>(
        Dictionary<TKey, SortedSet<string>> from, Dictionary<TKey, SortedSet<string>> to)
        where TKey : notnull
    {
        foreach (var (key, users) in from)
        {
            to[key] = new SortedSet<string>(users, StringComparer.Ordinal);
        }
    }

    private static int FirstNotBefore((Sha256Digest Digest, string Text)[] sorted, string digits)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = string.CompareOrdinal(sorted[middle].Text, digits) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static void Add<TKey>(Dictionary<TKey, SortedSet<string>> all, TKey key, string user)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var users))
        {
            all[key] = users = new SortedSet<string>(StringComparer.Ordinal);
        }

        users.Add(user);
    }
}

/// <summary>Who uses what there is.</summary>
internal sealed class ResolvedUses(
    IReadOnlyDictionary<Sha256Digest, SortedSet<string>> digests,
    IReadOnlyDictionary<BuildId, SortedSet<string>> builds,
    IReadOnlyDictionary<string, SortedSet<string>> names)
{
    /// <summary>Who uses what has a digest: inputs, a config or a manifest.</summary>
    public ImmutableArray<string> Of(Sha256Digest digest) => [.. digests.GetValueOrDefault(digest) ?? []];

    /// <summary>Who uses just this build, or all builds of its image.</summary>
    public ImmutableArray<string> Of(RetainedBuild build) =>
    [
        .. (builds.GetValueOrDefault(build.Id) ?? [])
            .Concat(build.Places.SelectMany(place => names.GetValueOrDefault(place.Name) ?? []))
            .Distinct(StringComparer.Ordinal),
    ];
}
