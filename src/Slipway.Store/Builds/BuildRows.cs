using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Slipway.Model.Builds;
using Slipway.Model.Values;
using Slipway.Store.Database;

namespace Slipway.Store.Builds;

/// <summary>The rows of builds.</summary>
internal static class BuildRows
{
    public const string Columns =
        "id, image, digest, inputs, level, pull_request, project, revision, push_date, started, finished, result, "
        + "image_hash, size, engine, cause, externals, parents, source";

    private const string Repository = "repository";
    private const string Commit = "commit";
    private const string Changed = "changed";

    public static BuildRecord? Find(Statements statements, BuildId id) =>
        ReadAll(statements[$"SELECT {Columns} FROM builds WHERE id = $id"].With("$id", id.Value)).SingleOrDefault();

    public static List<BuildRecord> ReadAll(SqliteCommand query)
    {
        using var reader = query.ExecuteReader();
        var records = new List<BuildRecord>();
        while (reader.Read())
        {
            records.Add(Read(reader, 0));
        }

        return records;
    }

    /// <summary>The record whose columns begin with this one.</summary>
    public static BuildRecord Read(SqliteDataReader reader, int first) => new()
    {
        Id = BuildId.Parse(reader.GetString(first)),
        Image = ImageName.Parse(reader.GetString(first + 1)),
        Digest = reader.GetDigest<InputsDigest>(first + 2),
        InputsManifest = reader.GetSha256(first + 3),
        Level = Level.From(reader.GetInt32(first + 4)),
        PullRequest = reader.GetText(first + 5),
        Project = reader.GetText(first + 6),
        Revision = reader.GetText(first + 7),
        PushDate = reader.GetTime(first + 8),
        Started = reader.GetTime(first + 9),
        Finished = reader.GetTime(first + 10),
        Result = (BuildResult)reader.GetInt32(first + 11),
        ImageHash = reader.IsDBNull(first + 12) ? null : reader.GetDigest<ImageHash>(first + 12),
        Size = reader.IsDBNull(first + 13) ? null : reader.GetInt64(first + 13),
        Engine = reader.GetString(first + 14),
        Reason = reader.IsDBNull(first + 15) ? null : (BuildReason)reader.GetInt32(first + 15),
        Externals = Images(reader.GetText(first + 16)) ?? BuildRecord.NoExternals,
        Parents = Images(reader.GetText(first + 17)),
        Source = Source(reader.GetText(first + 18)),
    };

    /// <summary>Images by what they are called, as a column holds them.</summary>
    public static string? Text(ImmutableSortedDictionary<string, ImageHash>? images) => images is null
        ? null
        : JsonText.Object(images.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));

    /// <summary>The same, read.</summary>
    public static ImmutableSortedDictionary<string, ImageHash>? Images(string? text) => text is null
        ? null
        : JsonText.ParseObject(text).ToImmutableSortedDictionary(
            pair => pair.Key, pair => ImageHash.Parse(pair.Value), StringComparer.Ordinal);

    /// <summary>Where sources came from, as a column holds it.</summary>
    public static string? Text(BuildSource? source)
    {
        if (source is null)
        {
            return null;
        }

        var parts = new List<KeyValuePair<string, string>>();
        Add(Repository, source.Repository);
        Add(Commit, source.Commit);
        Add(Changed, source.IsChanged ? "yes" : null);
        return JsonText.Object(parts);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add(KeyValuePair.Create(name, value));
            }
        }
    }

    private static BuildSource? Source(string? text) =>
        text is not null && JsonText.ParseObject(text) is var parts
            ? new BuildSource(
                parts.GetValueOrDefault(Repository), parts.GetValueOrDefault(Commit), parts.ContainsKey(Changed))
            : null;
}
