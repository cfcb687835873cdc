using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>Which images somebody uses, and who: the tips of git, and lists of references.</summary>
public sealed class UsedImages
{
    /// <summary>Fewer digits of a digest could be those of several.</summary>
    public const int FewestDigits = 12;

    private readonly Dictionary<Sha256Digest, SortedSet<string>> _digests = [];
    private readonly Dictionary<BuildId, SortedSet<string>> _builds = [];
    private readonly SortedDictionary<string, SortedSet<string>> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> _prefixes = new(StringComparer.Ordinal);

    /// <summary>The digests whose whole length is known.</summary>
    public IReadOnlyCollection<Sha256Digest> Digests => _digests.Keys;

    /// <summary>Adds a digest: of inputs, of an image's config, or of a manifest.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="user">Who uses it, in few words.</param>
    public void Add(Sha256Digest digest, string user) => Add(_digests, digest, user);

    public void Add(BuildId build, string user) => Add(_builds, build, user);

    /// <summary>Adds the first digits of an inputs digest.</summary>
    /// <param name="digits">At least <see cref="FewestDigits"/> lower-case hexadecimal digits.</param>
    /// <param name="user">Who uses it.</param>
    public void AddDigits(string digits, string user) => Add(_prefixes, digits, user);

    /// <summary>Adds an image of which nobody knows which build is used: all of them are.</summary>
    public void AddName(string name, string user) => Add(_names, name, user);

    /// <summary>Who uses an inputs digest.</summary>
    public ImmutableArray<string> UsersOf(InputsDigest digest)
    {
        string text = digest.ToString();
        return
        [
            .. Of(_digests, digest.Sha256)
                .Concat(_prefixes.Where(pair => text.StartsWith(pair.Key, StringComparison.Ordinal))
                    .SelectMany(pair => pair.Value))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Who uses just this build, or all builds of its image.</summary>
    public ImmutableArray<string> UsersOf(RetainedBuild build) =>
    [
        .. Of(_builds, build.Id)
            .Concat(build.Places.SelectMany(place => Of(_names, place.Name)))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Who uses a content: an image's config or its manifest.</summary>
    public ImmutableArray<string> UsersOf(Sha256Digest content) => [.. Of(_digests, content)];

    private static SortedSet<string> Of<TKey>(IReadOnlyDictionary<TKey, SortedSet<string>> all, TKey key) =>
        all.TryGetValue(key, out var users) ? users : [];

    private static void Add<TKey>(IDictionary<TKey, SortedSet<string>> all, TKey key, string user)
    {
        if (!all.TryGetValue(key, out var users))
        {
            all[key] = users = new SortedSet<string>(StringComparer.Ordinal);
        }

        users.Add(user);
    }
}
