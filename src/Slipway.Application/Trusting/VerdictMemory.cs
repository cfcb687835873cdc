using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Backends;
using Slipway.Model.Secrets;
using Slipway.Model.Values;
using Slipway.Trust.Json;

namespace Slipway.Application.Trusting;

/// <summary>
/// Remembers which images were verified, in files beside the store: bound to archive, image, level, policy and
/// verifier, for a day, and authenticated with the store's secret, so that writing such a file is not enough.
/// </summary>
internal sealed class VerdictMemory(string folder, IStoreSecret secret, TimeProvider clock)
{
    private const string Purpose = "trust-verdict";

    // A verifier that asks more than this one must not believe what this one found.
    private const string Verifier = "2";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Dictionary<TaskId, Expected> _expected = [];

    /// <summary>What is known of an image; null when it has to be asked again.</summary>
    public async Task<Admission?> FindAsync(
        TaskId task, Level level, PolicyInForce policy, CancellationToken cancellationToken)
    {
        string file = FileOf(task, level);
        if (!File.Exists(file)
            || StrictJson.Read(await File.ReadAllBytesAsync(file, cancellationToken))
                is not { IsPlain: true } reading
            || !Sha256Digest.TryParse(reading.Value.TextAt("archive"), out var archive)
            || !Sha256Digest.TryParse(reading.Value.TextAt("image"), out var image)
            || !long.TryParse(reading.Value.TextAt("until"), out long until)
            || reading.Value.TextAt("pushed") is not { } pushed
            || reading.Value.TextAt("mac") is not { } mac)
        {
            return null;
        }

        string expected = Mac(task, level, policy, archive, image, until, pushed);
        return CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(expected))
            && clock.GetUtcNow().ToUnixTimeSeconds() is var now
            && now <= until
            && until <= now + Lifetime.TotalSeconds
                ? new Admission(IsVerified: true, archive, ImageHash.From(image)) { Pushed = Moment(pushed) }
                : null;
    }

    /// <summary>Tells that a chain was verified: its image is remembered when its bytes have come.</summary>
    /// <param name="task">The task.</param>
    /// <param name="level">The level at which it was asked.</param>
    /// <param name="policy">By which policy.</param>
    /// <param name="pushed">When its push was made.</param>
    /// <param name="expires">When the first document of the chain expires.</param>
    public void Expect(
        TaskId task, Level level, PolicyInForce policy, DateTimeOffset? pushed, DateTimeOffset? expires) =>
        _expected[task] = new Expected(level, policy, Text(pushed), expires ?? DateTimeOffset.MaxValue);

    public async Task KeepAsync(
        TaskId task, Sha256Digest archive, ImageHash image, CancellationToken cancellationToken)
    {
        if (!_expected.TryGetValue(task, out var asked))
        {
            return;
        }

        var lasts = clock.GetUtcNow() + Lifetime;
        long until = (asked.Expires < lasts ? asked.Expires : lasts).ToUnixTimeSeconds();
        var content = new JsonObject
        {
            ["archive"] = archive.ToString(),
            ["image"] = image.Sha256.ToString(),
            ["until"] = until.ToString(CultureInfo.InvariantCulture),
            ["pushed"] = asked.Pushed,
            ["mac"] = Mac(task, asked.Level, asked.Policy, archive, image.Sha256, until, asked.Pushed),
        };
        Directory.CreateDirectory(folder);
        string file = FileOf(task, asked.Level);
        string own = $"{file}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(own, content.ToJsonString(), cancellationToken);
        File.Move(own, file, overwrite: true);
    }

    private string Mac(
        TaskId task,
        Level level,
        PolicyInForce policy,
        Sha256Digest archive,
        Sha256Digest image,
        long until,
        string pushed) =>
        secret.IdFor(Purpose, string.Join(
            '\n',
            Verifier,
            task.Value,
            level.ToString(),
            policy.Digest.ToString(),
            archive.ToString(),
            image.ToString(),
            until.ToString(CultureInfo.InvariantCulture),
            pushed));

    private static string Text(DateTimeOffset? moment) =>
        moment?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private static DateTimeOffset? Moment(string text) =>
        long.TryParse(text, out long seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private string FileOf(TaskId task, Level level) => Path.Join(folder, $"{task}.{level}.json");

    private sealed record Expected(Level Level, PolicyInForce Policy, string Pushed, DateTimeOffset Expires);
}
