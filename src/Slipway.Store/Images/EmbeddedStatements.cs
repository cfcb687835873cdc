using System.Collections.Immutable;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Database;

namespace Slipway.Store.Images;

/// <summary>Statements about images: small blobs, and rows that say whose they are.</summary>
internal sealed class EmbeddedStatements(StoreDatabase database, IImageStore images) : IStatementStore
{
    public async Task AddAsync(
        ImageHash image, ReadOnlyMemory<byte> statement, CancellationToken cancellationToken)
    {
        var digest = await images.PutBlobAsync(statement, cancellationToken);
        await database.WriteAsync(
            Durability.Full,
            statements => statements["INSERT OR IGNORE INTO statements (digest, image_hash) VALUES ($digest, $image)"]
                .With("$digest", digest)
                .With("$image", image)
                .ExecuteNonQuery(),
            cancellationToken);
    }

    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        var digests = await database.ReadAsync(
            statements => Read(statements, new ImageHash(subject)), [], cancellationToken);
        var found = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        foreach (var digest in digests)
        {
            if (await images.GetBlobAsync(digest, cancellationToken) is { } content)
            {
                found.Add(content);
            }
        }

        return found.ToImmutable();
    }

    private static List<Sha256Digest> Read(Statements statements, ImageHash image)
    {
        using var reader = statements["SELECT digest FROM statements WHERE image_hash = $image ORDER BY digest"]
            .With("$image", image)
            .ExecuteReader();
        var digests = new List<Sha256Digest>();
        while (reader.Read())
        {
            digests.Add(reader.GetSha256(0));
        }

        return digests;
    }
}
