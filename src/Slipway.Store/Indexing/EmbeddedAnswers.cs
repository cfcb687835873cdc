using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Store.Database;
using Slipway.Store.Files;

namespace Slipway.Store.Indexing;

/// <summary>What registries answered lately, in the store's database.</summary>
internal sealed class EmbeddedAnswers(StoreFolder folder, StoreDatabase database) : IAnswerCache
{
    // Longer than the longest time for which answers may be asked for.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(8);

    public Task<IReadOnlyDictionary<string, RememberedAnswer>> FindAsync(
        IReadOnlyCollection<string> questions, DateTimeOffset after, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<string, RememberedAnswer>>(
            statements =>
            {
                var found = new Dictionary<string, RememberedAnswer>(StringComparer.Ordinal);
                using var reader = statements[
                        """
                        SELECT question, media_type, content FROM registry_answers
                        WHERE question IN (SELECT value FROM json_each($all)) AND given > $after
                        """]
                    .With("$all", JsonText.Array(questions))
                    .With("$after", after)
                    .ExecuteReader();
                while (reader.Read())
                {
                    found[reader.GetString(0)] = new RememberedAnswer(
                        reader.IsDBNull(1) ? null : Manifest(reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
                }

                return found;
            },
            new Dictionary<string, RememberedAnswer>(),
            cancellationToken);

    public async Task KeepAsync(
        IReadOnlyDictionary<string, RememberedAnswer> answers,
        DateTimeOffset given,
        CancellationToken cancellationToken)
    {
        if (folder.IsReadOnly)
        {
            return;
        }

        try
        {
            await database.WriteAsync(
                Durability.Relaxed,
                statements =>
                {
                    statements["DELETE FROM registry_answers WHERE given < $before"]
                        .With("$before", given - Kept)
                        .ExecuteNonQuery();
                    foreach (var (question, answer) in answers)
                    {
                        Save(statements, question, answer.Manifest, given);
                    }

                    return true;
                },
                cancellationToken);
        }
        catch (SlipwayException)
        {
            // Then the registry is asked again; whoever has to write will be told why they cannot.
        }
    }

    private static void Save(
        Statements statements, string question, RegistryManifest? manifest, DateTimeOffset given) =>
        statements[
            """
            INSERT OR REPLACE INTO registry_answers (question, media_type, content, given)
            VALUES ($question, $media_type, $content, $given)
            """]
            .With("$question", question)
            .With("$media_type", manifest?.Descriptor.MediaType)
            .With("$content", manifest?.Content.ToArray())
            .With("$given", given)
            .ExecuteNonQuery();

    private static RegistryManifest Manifest(string mediaType, byte[] content) =>
        new(new OciDescriptor(mediaType, Sha256Digest.Of(content), content.Length), content);
}
