using System.Globalization;
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
    private const string PushedKey = "pushed";

    /// <summary>The newest push that was verified for a namespace; null when none was.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="place">Which index it is of: two registries have the same namespaces. Empty for Taskcluster's.
    /// </param>
    /// <param name="level">The level at which it is used.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<DateTimeOffset?> FindAsync(
        IndexNamespace ns, string place, Level level, CancellationToken cancellationToken) =>
        (await FileOf(ns, place, level).ReadAsync(cancellationToken)).TextAt(PushedKey) is { } pushed
        && long.TryParse(pushed, out long seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Remembers a push, unless a newer one is known by now.</summary>
    public async Task KeepAsync(
        IndexNamespace ns,
        string place,
        Level level,
        DateTimeOffset pushed,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(ns, place, level, cancellationToken) is not { } known || known < pushed)
        {
            await FileOf(ns, place, level).WriteAsync(
                new JsonObject { [PushedKey] = pushed.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
                cancellationToken);
        }
    }

    // A namespace may be longer than the name of a file.
    private SealedFile FileOf(IndexNamespace ns, string place, Level level)
    {
        string about = place.Length == 0 ? $"{ns.Value}\n{level}" : $"{ns.Value}\n{level}\n{place}";
        return new SealedFile(
            Path.Join(folder, $"latest-{Sha256Digest.Of(Encoding.UTF8.GetBytes(about))}.json"),
            secret,
            Purpose,
            about);
    }
}
