using System.Text;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Store.Blobs;

namespace Slipway.Store.Secrets;

/// <summary>Looks for all values that builds were ever given in one image that is about to be stored.</summary>
/// <param name="fingerprints">The values.</param>
/// <param name="newest">The number of the newest of them:
/// a layer that was searched for it need not be searched again.</param>
/// <param name="keys">What they were made with.</param>
internal sealed class ImageSearch(
    IReadOnlyCollection<SecretFingerprint> fingerprints, long newest, FingerprintKeys keys)
{
    private readonly SecretSearch _layers = new(fingerprints, keys);

    public long Newest => newest;

    /// <summary>The next bytes of a layer, uncompressed.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _layers.Add(bytes);

    public void EndLayer() => _layers.End();

    /// <summary>Reads a layer that was stored before some of the values were known.</summary>
    public void Read(VerifiedLayer layer, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[128 << 10];
        int count;
        while ((count = layer.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(buffer.AsSpan(0, count));
        }

        EndLayer();
    }

    /// <exception cref="SlipwayException">A value stands in a layer that was read, or in the config.</exception>
    public void ThrowIfFound(ReadOnlySpan<byte> config)
    {
        var inConfig = new SecretSearch(fingerprints, keys);
        SearchTexts(config, inConfig);
        var problems = inConfig.Found.Select(found => Leaked(found, "the configuration or history"))
            .Concat(_layers.Found.Select(found => Leaked(found, "a layer")))
            .ToList();
        if (problems.Count > 0)
        {
            throw new SlipwayException([.. problems]);
        }
    }

    /// <summary>Every text by itself and without its escapes: a value may have quotes in it.</summary>
    private static void SearchTexts(ReadOnlySpan<byte> config, SecretSearch search)
    {
        var reader = new Utf8JsonReader(config);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                search.Add(TextOf(ref reader));
                search.End();
            }
        }
    }

    private static ReadOnlySpan<byte> TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        }
        catch (InvalidOperationException)
        {
            // Half a character, which is no text; what is written there is searched all the same.
            return reader.ValueSpan;
        }
    }

    private static Diagnostic Leaked(SecretFingerprint found, string where) => new(
        SecretCodes.Leaked,
        $"A value of the build secret '{found.Secret}', last handed to a build on "
        + $"{found.Given.UtcDateTime:yyyy-MM-dd HH:mm}Z, "
        + $"stands in {where} of the image",
        "Copy it nowhere in the image, not even for a moment between two steps, and replace the secret: "
        + "steps that mount it then run again. What the engine remembers still holds the old value until "
        + "that is cleared (docker builder prune, buildah rmi --prune). Nothing was stored, and the image was removed. "
        + $"If it is a word that stands there by chance, forget it: slipway gc --forget-secret {found.Secret}");
}
