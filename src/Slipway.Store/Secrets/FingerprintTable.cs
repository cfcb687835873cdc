using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Store.Database;
using Slipway.Store.Errors;

namespace Slipway.Store.Secrets;

/// <summary>The fingerprints of all values that were handed to builds with this store.</summary>
internal sealed class FingerprintTable(StoreDatabase database, EmbeddedStoreSecret secret)
{
    /// <summary>Remembers values, before they are handed to a build.</summary>
    /// <param name="values">The values; those that are too short to be told from chance are left out.</param>
    /// <param name="now">When they are handed over.</param>
    public async Task AddAsync(IEnumerable<SecretValue> values, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = values.Where(value => FingerprintKeys.CanFind(value.Bytes)).ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        var keys = new FingerprintKeys(secret);
        await database.WriteAsync(
            Durability.Full,
            statements =>
            {
                ThrowIfForeign(statements, keys.Id);
                foreach (var fingerprint in wanted.Select(value => keys.Make(value.Id, value.Bytes, now)))
                {
                    statements[
                        """
                        INSERT INTO secret_fingerprints (secret, tag, sealed, key, given) VALUES ($secret, $tag, $sealed, $key, $given)
                        ON CONFLICT (secret, tag) DO UPDATE SET given = excluded.given
                        """]
                        .With("$secret", fingerprint.Secret)
                        .With("$tag", fingerprint.Tag)
                        .With("$sealed", keys.Seal(fingerprint))
                        .With("$key", keys.Id)
                        .With("$given", fingerprint.Given)
                        .ExecuteNonQuery();
                }

                return true;
            },
            cancellationToken);
    }

    /// <returns>Null when no build was ever given one.</returns>
    /// <exception cref="SlipwayException">They were made with another secret than the store's.</exception>
    public async Task<ImageSearch?> BeginSearchAsync(CancellationToken cancellationToken)
    {
        if (!await database.ReadAsync(
            statements => statements.Number("SELECT EXISTS (SELECT 1 FROM secret_fingerprints)") != 0,
            false,
            cancellationToken))
        {
            return null;
        }

        var keys = new FingerprintKeys(secret);
        return await database.ReadAsync<ImageSearch?>(
            statements =>
            {
                ThrowIfForeign(statements, keys.Id);
                var (fingerprints, newest) = ReadAll(statements, keys);
                return new ImageSearch(fingerprints, newest, keys);
            },
            null,
            cancellationToken);
    }

    /// <summary>Forgets all values that a secret had.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> ForgetAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            statements =>
                statements["DELETE FROM secret_fingerprints WHERE secret = $secret"]
                    .With("$secret", id)
                    .ExecuteNonQuery(),
            cancellationToken);

    /// <summary>How many were made with another secret than the store's, and are good for nothing.</summary>
    public Task<long> CountForeignAsync(CancellationToken cancellationToken) => database.ReadAsync(
        statements => Foreign(statements, secret.FindFingerprintKeyId()), 0L, cancellationToken);

    /// <summary>Forgets those.</summary>
    public int ForgetForeign(Statements statements) =>
        statements["DELETE FROM secret_fingerprints WHERE key <> $key"]
            .With("$key", secret.FindFingerprintKeyId() ?? [])
            .ExecuteNonQuery();

    private static long Foreign(Statements statements, byte[]? key) =>
        (long)
            statements["SELECT count(*) FROM secret_fingerprints WHERE key <> $key"]
                .With("$key", key ?? [])
                .ExecuteScalar()!;

    private static void ThrowIfForeign(Statements statements, byte[] key)
    {
        if (Foreign(statements, key) is > 0 and var count)
        {
            throw StoreErrors.SecretReplaced(count);
        }
    }

    private static (List<SecretFingerprint> Fingerprints, long Newest) ReadAll(
        Statements statements, FingerprintKeys keys)
    {
        var found = new List<SecretFingerprint>();
        long newest = 0;
        using var reader = statements[
            "SELECT number, secret, tag, sealed, given FROM secret_fingerprints ORDER BY number"].ExecuteReader();
        while (reader.Read())
        {
            newest = reader.GetInt64(0);
            found.Add(
                keys.Unseal(
                    reader.GetString(1),
                    reader.GetSha256(2),
                    reader.GetFieldValue<byte[]>(3),
                    reader.GetTime(4))
                ?? throw StoreErrors.FingerprintDamaged(reader.GetString(1)));
        }

        return (found, newest);
    }
}
