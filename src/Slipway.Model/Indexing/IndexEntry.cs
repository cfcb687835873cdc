using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Model.Indexing;

/// <summary>What a namespace of the index points to.</summary>
/// <param name="Namespace">The whole namespace.</param>
/// <param name="Build">The build; on Taskcluster the task.</param>
/// <param name="Rank">A higher or equal rank replaces; the push date in seconds since 1970.</param>
/// <param name="Expires">From this moment on the entry is not found.</param>
/// <param name="Data">What the build wrote beside it: <see cref="IndexData"/> names the keys. May be empty.</param>
public sealed record IndexEntry(
    IndexNamespace Namespace,
    BuildId Build,
    long Rank,
    DateTimeOffset Expires,
    ImmutableSortedDictionary<string, string> Data)
{
    // 2001-09-09, of which no push is. taskgraph's own tasks have the rank 0.
    private const long FirstPushDate = 1_000_000_000;

    /// <summary>Whether the entry says when it was built.</summary>
    public bool HasTime => Data.ContainsKey(IndexData.BuiltAt) || Rank >= FirstPushDate;

    /// <summary>When it was built: what the build wrote, else the push date that the rank gives.</summary>
    public DateTimeOffset BuiltAt =>
        Data.TryGetValue(IndexData.BuiltAt, out string? text)
        && DateTimeOffset.TryParse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var built)
            ? built
            : RankedAt;

    /// <summary>When it was pushed, as far as the rank tells; else when it was built.</summary>
    public DateTimeOffset PushedAt =>
        Rank >= FirstPushDate ? RankedAt : BuiltAt;

    // Whoever inserts an entry chooses its rank, and not every number is a time.
    private DateTimeOffset RankedAt => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(
        Rank, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    /// <summary>The inputs digest, when the build wrote it down.</summary>
    public InputsDigest? Digest => DigestOf<InputsDigest>(IndexData.Digest);

    /// <summary>The image hash (the image ID), when the build wrote it down.</summary>
    public ImageHash? ImageHash => DigestOf<ImageHash>(IndexData.ImageHash);

    /// <summary>The image that the entry names, for stores.</summary>
    public BuiltImage Image => new(Build, ImageHash);

    /// <summary>The scope that built it, when the build wrote it down.</summary>
    public IndexScope? Scope => Data.TryGetValue(IndexData.Scope, out string? text) ? IndexScope.Parse(text) : null;

    /// <summary>What is known about the build; null as long as nobody was asked.</summary>
    public BuildFacts? Facts { get; init; }

    /// <summary>What the entry says that is not so, by what is known about its build; null when nothing is.</summary>
    public string? Untruth => Facts is { } facts ? EntryTruth.Compare(this, facts) : null;

    /// <summary>The entry with what whoever ran the build knows, where it says nothing itself.</summary>
    public IndexEntry With(BuildFacts facts)
    {
        var data = Data;
        Fill(IndexData.BuiltAt, facts.Built is { } built ? IndexData.Moment(built) : null);
        Fill(IndexData.Scope, facts.Scope?.Text);
        Fill(IndexData.Digest, facts.Digest?.ToString());
        Fill(IndexData.ImageHash, facts.ImageHash?.ToString());
        return this with { Data = data, Facts = facts };

        void Fill(string key, string? text)
        {
            if (text is not null && !data.ContainsKey(key))
            {
                data = data.Add(key, text);
            }
        }
    }

    private T? DigestOf<T>(string key)
        where T : struct, IDigest<T> =>
        Data.TryGetValue(key, out string? text) && Sha256Digest.TryParse(text, out var digest)
            ? T.From(digest)
            : null;
}
