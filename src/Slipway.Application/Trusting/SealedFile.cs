using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Files;
using Slipway.Model.Secrets;
using Slipway.Trust.Json;

namespace Slipway.Application.Trusting;

/// <summary>
/// A small file beside the store that is authenticated with the store's secret: who can only write such a file is not
/// believed.
/// </summary>
/// <param name="path">Where it is; its folder is made.</param>
/// <param name="secret">The store's.</param>
/// <param name="purpose">What such files are for, so that none is taken for another kind.</param>
/// <param name="about">Of what it speaks, so that none is taken for another one.</param>
internal sealed class SealedFile(string path, IStoreSecret secret, string purpose, string about)
{
    private const string Mac = "mac";

    /// <returns>Null when it is not there, or nothing that this store wrote about this.</returns>
    public async Task<JsonObject?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(path)
                || StrictJson.Read(await File.ReadAllBytesAsync(path, cancellationToken))
                    is not { IsPlain: true, Value: JsonObject content }
                || content.TextAt(Mac) is not { } mac)
            {
                return null;
            }

            content.Remove(Mac);
            return CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(MacOf(content)))
                ? content
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not known.
            return null;
        }
    }

    /// <summary>Replaces it. Where it cannot be written nothing is known, and is asked again.</summary>
    public async Task WriteAsync(JsonObject content, CancellationToken cancellationToken)
    {
        var written = (JsonObject)content.DeepClone();
        written[Mac] = MacOf(content);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await PlacedFile.ReplaceAsync(
                path, Encoding.UTF8.GetBytes(written.ToJsonString()), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string MacOf(JsonObject content) => secret.IdFor(purpose, $"{about}\n{content.ToJsonString()}");
}
