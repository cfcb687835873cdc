using System.Collections.Immutable;
using System.Globalization;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Sharing.Layout;

namespace Slipway.Sharing.Documents;

/// <summary>What the manifest of an image says about its entry in the index.</summary>
/// <remarks>
/// Annotations and never labels: those are a part of the config, whose hash allowlists name. The build's id keeps the
/// manifests of two builds apart, even of the same image: registries delete by manifest, and all of its tags go with
/// it.
/// </remarks>
internal static class EntryAnnotations
{
    /// <summary>The id of the build.</summary>
    public const string Build = Prefix + "build";

    /// <summary>When the entry goes, RFC 3339 in UTC, to the millisecond.</summary>
    public const string Expires = Prefix + "expires";

    private const string Prefix = "dev.slipway.";
    private const string Digest = Prefix + "digest";
    private const string Rank = Prefix + "rank";
    private const string PushDate = Prefix + "push-date";
    private const string Namespace = Prefix + "namespace";
    private const string Level = Prefix + "level";
    private const string DataPrefix = Prefix + "data.";
    private const string Revision = "org.opencontainers.image.revision";
    private const string Created = "org.opencontainers.image.created";
    private const string Removed = Prefix + "removed";

    /// <summary>The keys of an entry that have annotations of their own.</summary>
    private static readonly (string Key, string Annotation)[] Known =
    [
        (IndexData.BuiltAt, Created),
        (IndexData.Digest, Digest),
        (IndexData.Image, Prefix + "image"),
        (IndexData.ImageHash, Prefix + "image-hash"),
        // For people who read the manifest. Who reads it for Slipway goes by the repository.
        (IndexData.Scope, Level),
    ];

    /// <param name="entry">The entry.</param>
    /// <param name="place">Where it goes.</param>
    /// <param name="revision">The revision that was built; null when it is not known.</param>
    public static ImmutableSortedDictionary<string, string> Of(IndexEntry entry, SharedPlace place, string? revision)
    {
        var said = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        said[Build] = entry.Build.Value;
        said[Expires] = IndexData.Moment(entry.Expires);
        said[Rank] = entry.Rank.ToString(CultureInfo.InvariantCulture);
        if (entry.Rank > 0)
        {
            said[PushDate] = IndexData.Moment(entry.PushedAt);
        }

        if (place.Image is null)
        {
            said[Namespace] = entry.Namespace.Value;
        }

        if (revision is not null)
        {
            said[Revision] = revision;
        }

        foreach (var (key, value) in entry.Data)
        {
            said[Known.FirstOrDefault(known => known.Key == key).Annotation ?? DataPrefix + key] = value;
        }

        return said.ToImmutable();
    }

    /// <summary>
    /// What a manifest may say of a build. Of images with the same inputs each has an entry of its own name.
    /// </summary>
    public static ImmutableSortedDictionary<string, string> TruthOf(BuildRecord record)
    {
        var said = OfDocument(record).Add(Level, record.Scope.Text);
        if (record.ImageHash is { } image)
        {
            said = said.Add(Prefix + "image-hash", image.ToString());
        }

        return record.Revision is { } revision ? said.Add(Revision, revision) : said;
    }

    /// <summary>Whether an annotation says where in the index an image stands, and nothing of the build.</summary>
    public static bool IsOfIndex(string annotation) =>
        annotation is Expires or Rank or PushDate or Namespace or Prefix + "image"
        || annotation.StartsWith(DataPrefix, StringComparison.Ordinal);

    /// <summary>What a manifest says that explains a build: its id keeps apart what is said of two.</summary>
    public static ImmutableSortedDictionary<string, string> OfDocument(BuildRecord record) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add(Build, record.Id.Value)
            .Add(Digest, record.Digest.ToString())
            .Add(Created, IndexData.Moment(record.Finished));

    /// <summary>Which build a manifest explains, of what, and when that ended; null when it does not say it.</summary>
    public static (BuildId Build, InputsDigest Digest, DateTimeOffset Finished)? DocumentOf(
        SharedManifest manifest) =>
        BuildId.TryParse(manifest.Annotations.GetValueOrDefault(Build), out var build)
        && InputsDigest.TryParse(manifest.Annotations.GetValueOrDefault(Digest), out var digest)
        && MomentOf(manifest, Created) is { } finished
            ? (build, digest, finished)
            : null;

    /// <summary>What the manifest says that stands for an entry which somebody took away.</summary>
    /// <remarks>Registries need not delete, and those that do take all tags of the manifest with it.</remarks>
    public static ImmutableSortedDictionary<string, string> OfRemoved { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(Removed, "true");

    /// <summary>The revision that was built; null when the manifest does not say it.</summary>
    public static string? RevisionOf(SharedManifest manifest) => manifest.Annotations.GetValueOrDefault(Revision);

    /// <summary>The namespace that a manifest spells out.</summary>
    public static IndexNamespace? NamespaceOf(SharedManifest manifest) =>
        manifest.Annotations.TryGetValue(Namespace, out string? text) && IndexNamespace.TryParse(text, out var ns)
            ? ns
            : null;

    /// <summary>The entry that a manifest is; null when it is none, or one that was taken away.</summary>
    public static IndexEntry? Read(SharedManifest manifest, SharedPlace place)
    {
        var said = manifest.Annotations;
        if (said.ContainsKey(Removed)
            || (place.Image is null && NamespaceOf(manifest) != place.Namespace)
            || !BuildId.TryParse(said.GetValueOrDefault(Build), out var build)
            || MomentOf(manifest, Expires) is not { } expires
            || !long.TryParse(
                said.GetValueOrDefault(Rank),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out long rank))
        {
            return null;
        }

        var data = ImmutableSortedDictionary.CreateBuilder<string, string>();
        foreach (var (name, value) in said)
        {
            if (name.StartsWith(DataPrefix, StringComparison.Ordinal))
            {
                data[name[DataPrefix.Length..]] = value;
            }
            else if (Known.FirstOrDefault(known => known.Annotation == name).Key is { } key)
            {
                data[key] = value;
            }
        }

        return Trusted(new IndexEntry(place.Namespace, build, rank, expires, data.ToImmutable()), manifest, place);
    }

    private static DateTimeOffset? MomentOf(SharedManifest manifest, string annotation) =>
        DateTimeOffset.TryParse(
            manifest.Annotations.GetValueOrDefault(annotation),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment)
            ? moment
            : null;

    // What the image is and where it lies is known better than what somebody wrote beside it.
    private static IndexEntry Trusted(IndexEntry entry, SharedManifest manifest, SharedPlace place)
    {
        var data = entry.Data;
        if (data.ContainsKey(IndexData.Scope) || manifest.IsImage)
        {
            data = data.SetItem(IndexData.Scope, place.Scope.Text);
        }

        if (manifest.IsImage)
        {
            data = data.SetItem(IndexData.ImageHash, manifest.Config.Digest.ToString());
        }

        return entry with
        {
            Data = data,
            Facts = new BuildFacts(
                entry.HasTime ? entry.BuiltAt : null, place.Scope, SharedTags.DigestOf(place.Tag) ?? entry.Digest),
        };
    }
}
