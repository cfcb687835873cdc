using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Store.Database;
using Slipway.Store.Errors;

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

    public Task KeepWithAsync(
        ImageHash image, IReadOnlyCollection<ImageHash> ancestors, CancellationToken cancellationToken) =>
        ancestors.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                Durability.Full,
                statements => ancestors.Sum(ancestor => statements[
                        "INSERT OR IGNORE INTO image_ancestors (image_hash, ancestor) VALUES ($image, $ancestor)"]
                    .With("$image", image)
                    .With("$ancestor", ancestor)
                    .ExecuteNonQuery()),
                cancellationToken);

    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> FindAsync(
        Sha256Digest subject, CancellationToken cancellationToken)
    {
        var digests = await database.ReadAsync(
            statements => Read(statements, new ImageHash(subject)), [], cancellationToken);
        var found = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        Diagnostic? damage = null;
        foreach (var digest in digests)
        {
            try
            {
                if (await images.GetBlobAsync(digest, cancellationToken) is { } content)
                {
                    found.Add(content);
                }
            }
            catch (SlipwayException problem) when (problem.Diagnostics[0].Code.Equals(StoreCodes.BlobDamaged))
            {
                damage ??= problem.Diagnostics[0];
            }
        }

        // One that holds is enough; that there is none is said only where none was lost.
        return found.Count > 0 || damage is null
            ? found.ToImmutable()
            : throw new SlipwayException(damage with
            {
                Message = $"A statement about the image {subject.Short} is lost: {damage.Message}",
                Remedy = "Run 'slipway fsck --repair', which takes it away, and sign the image again with 'slipway "
                    + "trust attest'.",
            });
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
