using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Slipway.Model.Builds;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Store.Database;
using Slipway.Store.Files;
using Slipway.Store.Secrets;

namespace Slipway.Store.Builds;

/// <summary>Build records in the store's database, and their logs as files beside it.</summary>
internal sealed class EmbeddedBuildRecords(StoreDatabase database, StoreFolder folder, RowSeals seals) : IBuildRecords
{
    public async Task AddAsync(BuildRecord record, CancellationToken cancellationToken)
    {
        folder.EnsureWritable();
        byte[] seal = seals.Make(BuildSeal.Purpose, BuildSeal.ValuesOf(record));
        await database.WriteAsync(
            Durability.Full,
            statements => statements[
                    $"""
                    INSERT OR REPLACE INTO builds ({BuildRows.Columns}, seal) VALUES ($id, $image, $digest, $inputs, $level, $pull_request, $project, $revision,
                        $push_date, $started, $finished, $result, $image_hash, $size, $engine, $cause, $externals, $parents, $source, $seal)
                    """]
                .With("$id", record.Id.Value)
                .With("$image", record.Image.Value)
                .With("$digest", record.Digest)
                .With("$inputs", record.InputsManifest)
                .With("$level", record.Level.Value)
                .With("$pull_request", record.PullRequest)
                .With("$project", record.Project)
                .With("$revision", record.Revision)
                .With("$push_date", record.PushDate)
                .With("$started", record.Started)
                .With("$finished", record.Finished)
                .With("$result", (int)record.Result)
                .With("$image_hash", record.ImageHash is { } hash ? SqliteValues.Bytes(hash.Sha256) : null)
                .With("$size", record.Size)
                .With("$engine", record.Engine)
                .With("$cause", (int?)record.Reason)
                .With("$externals", record.Externals.IsEmpty ? null : BuildRows.Text(record.Externals))
                .With("$parents", BuildRows.Text(record.Parents))
                .With("$source", BuildRows.Text(record.Source))
                .With("$seal", seal)
                .ExecuteNonQuery(),
            cancellationToken);
    }

    public async Task<bool> IsSealedAsync(BuildRecord record, CancellationToken cancellationToken)
    {
        byte[]? seal = await database.ReadAsync(
            statements => statements["SELECT seal FROM builds WHERE id = $id"]
                .With("$id", record.Id.Value)
                .ExecuteScalar() as byte[],
            null,
            cancellationToken);
        return seals.IsIntact(seal, BuildSeal.Purpose, BuildSeal.ValuesOf(record));
    }

    public Task<BuildRecord?> FindAsync(BuildId id, CancellationToken cancellationToken) => database.ReadAsync(
        statements => BuildRows.Find(statements, id), null, cancellationToken);

    public Task<IReadOnlyList<BuildRecord>> ListAsync(
        ImageName image, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<BuildRecord>>(
            statements => BuildRows.ReadAll(statements[
                    $"SELECT {BuildRows.Columns} FROM builds "
                    + "WHERE image = $image ORDER BY started DESC, id LIMIT $limit"]
                .With("$image", image.Value)
                .With("$limit", Math.Max(limit, 0))),
            [],
            cancellationToken);

    public Task<IReadOnlyList<BuildRecord>> ListByDigestAsync(
        string digits, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<BuildRecord>>(
            statements => BuildRows.ReadAll(statements[
                    $"""
                    SELECT {BuildRows.Columns} FROM builds WHERE substr(hex(digest), 1, length($digits)) = upper($digits)
                    ORDER BY started DESC, id LIMIT $limit
                    """]
                .With("$digits", digits)
                .With("$limit", Math.Max(limit, 0))),
            [],
            cancellationToken);

    public Task<IReadOnlyList<(InputsDigest Digest, ImageName Name)>> ListNamesAsync(
        IReadOnlyCollection<InputsDigest> digests, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<(InputsDigest Digest, ImageName Name)>>(
            statements =>
            {
                using var reader = statements[
                        """
                        SELECT DISTINCT digest, image FROM builds
                        WHERE result = $succeeded AND lower(hex(digest)) IN (SELECT value FROM json_each($digests))
                        ORDER BY digest, image
                        """]
                    .With("$succeeded", (int)BuildResult.Succeeded)
                    .With("$digests", JsonText.Array(digests.Select(digest => digest.ToString())))
                    .ExecuteReader();
                var names = new List<(InputsDigest Digest, ImageName Name)>();
                while (reader.Read())
                {
                    names.Add((reader.GetDigest<InputsDigest>(0), ImageName.Parse(reader.GetString(1))));
                }

                return names;
            },
            [],
            cancellationToken);

    public Task<IReadOnlyList<BuildRecord>> ListByImageAsync(
        ImageHash imageHash, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<BuildRecord>>(
            statements => BuildRows.ReadAll(statements[
                    $"SELECT {BuildRows.Columns} FROM builds "
                    + "WHERE image_hash = $image AND result = $succeeded ORDER BY started DESC, id"]
                .With("$image", imageHash)
                .With("$succeeded", (int)BuildResult.Succeeded)),
            [],
            cancellationToken);

    public Task<IReadOnlyList<IndexScope>> ListScopesAsync(ImageHash imageHash, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IndexScope>>(
            statements => ReadScopes(
                statements["SELECT DISTINCT level, pull_request FROM builds WHERE image_hash = $image_hash"]
                    .With("$image_hash", imageHash)),
            [],
            cancellationToken);

    public async Task<bool> HasUntrustedAsync(IndexScope scope, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            statements => ReadScopes(statements["SELECT DISTINCT level, pull_request FROM builds"]),
            [],
            cancellationToken))
        .Any(other => !scope.Trusts(other));

    public Stream CreateLog(BuildId id)
    {
        folder.EnsureWritable();
        string path = folder.Paths.Log(id);
        // Readable while it is written, so that a person can follow a build.
        return folder.CreateFile(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
            });
    }

    public Stream? OpenLog(BuildId id)
    {
        string path = folder.Paths.Log(id);
        return File.Exists(path)
            ? folder.Guard(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            : null;
    }

    private static List<IndexScope> ReadScopes(SqliteCommand query)
    {
        using var reader = query.ExecuteReader();
        var scopes = new List<IndexScope>();
        while (reader.Read())
        {
            scopes.Add(IndexScope.Of(Level.From(reader.GetInt32(0)), reader.GetText(1)));
        }

        return scopes;
    }
}
