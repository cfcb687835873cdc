using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Indexing;
using Slipway.Model.Secrets;
using Slipway.Model.Values;
using Slipway.Trust.Json;

namespace Slipway.Application.Trusting;

/// <summary>
/// Remembers the newest push that was verified for each <c>latest</c>: who can write to the index can lead it back to
/// an image that was good once, and has holes that are known since.
/// </summary>
internal sealed class NewestPushes(string folder, IStoreSecret secret)
{
    private const string Purpose = "trust-newest-push";

    /// <summary>The newest push that was verified for a namespace; null when none was.</summary>
    public async Task<DateTimeOffset?> FindAsync(IndexNamespace ns, Level level, CancellationToken cancellationToken)
    {
        string file = FileOf(ns, level);
        if (!File.Exists(file)
            || StrictJson.Read(await File.ReadAllBytesAsync(file, cancellationToken)) is not { IsPlain: true } reading
            || reading.Value.TextAt("pushed") is not { } pushed
            || reading.Value.TextAt("mac") is not { } mac
            || !long.TryParse(pushed, out long seconds))
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Mac(ns, level, pushed)))
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    public async Task KeepAsync(
        IndexNamespace ns, Level level, DateTimeOffset pushed, CancellationToken cancellationToken)
    {
        string text = pushed.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Directory.CreateDirectory(folder);
        string file = FileOf(ns, level);
        string own = $"{file}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(
            own,
            new JsonObject { ["pushed"] = text, ["mac"] = Mac(ns, level, text) }.ToJsonString(),
            cancellationToken);
        File.Move(own, file, overwrite: true);
    }

    private string Mac(IndexNamespace ns, Level level, string pushed) =>
        secret.IdFor(Purpose, $"{ns.Value}\n{level}\n{pushed}");

    // A namespace may be longer than the name of a file.
    private string FileOf(IndexNamespace ns, Level level) => Path.Join(
        folder, $"latest-{Sha256Digest.Of(Encoding.UTF8.GetBytes($"{ns.Value}\n{level}"))}.json");
}
