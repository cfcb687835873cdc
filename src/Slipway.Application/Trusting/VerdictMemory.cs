using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Application.Backends;
using Slipway.Model.Secrets;
using Slipway.Model.Values;
using Slipway.Trust.Json;

namespace Slipway.Application.Trusting;

/// <summary>
/// Remembers which images were verified, in files beside the store: bound to archive, image, level, policy, verifier
/// and what is at hand of trees, for a day, and authenticated with the store's secret, so that writing such a file is
/// not enough.
/// </summary>
internal sealed class VerdictMemory(string folder, IStoreSecret secret, TimeProvider clock)
{
    private const string Purpose = "trust-verdict";

    // A verifier that asks more than this one must not believe what this one found.
    private const string Verifier = "5";

    private const string ArchiveKey = "archive";
    private const string ImageKey = "image";
    private const string UntilKey = "until";
    private const string PushedKey = "pushed";
    private const string TreesKey = "trees";
    private const string AtHandKey = "at-hand";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Dictionary<TaskId, Expected> _expected = [];

    /// <summary>What is known of an image; null when it has to be asked again.</summary>
    /// <param name="task">The task.</param>
    /// <param name="level">The level at which it is asked.</param>
    /// <param name="policy">By which policy.</param>
    /// <param name="atHand">Says what is at hand of trees now: with others the verdict could be another one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Admission?> FindAsync(
        TaskId task,
        Level level,
        PolicyInForce policy,
        Func<ImmutableArray<AskedTree>, CancellationToken, Task<string>> atHand,
        CancellationToken cancellationToken)
    {
        if (await FileOf(task, level, policy).ReadAsync(cancellationToken) is not { } known
            || !Sha256Digest.TryParse(known.TextAt(ArchiveKey), out var archive)
            || !Sha256Digest.TryParse(known.TextAt(ImageKey), out var image)
            || !long.TryParse(known.TextAt(UntilKey), out long until)
            || known.TextAt(PushedKey) is not { } pushed
            || known.TextAt(AtHandKey) is not { } had)
        {
            return null;
        }

        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        return now <= until
            && until <= now + Lifetime.TotalSeconds
            && had == Mark(await atHand(TreesOf(known.At(TreesKey)), cancellationToken))
            ? new Admission(IsVerified: true, archive, ImageHash.From(image)) { Pushed = Moment(pushed) }
            : null;
    }

    /// <summary>Tells that a chain was verified: its image is remembered when its bytes have come.</summary>
    /// <param name="task">The task.</param>
    /// <param name="level">The level at which it was asked.</param>
    /// <param name="policy">By which policy.</param>
    /// <param name="trees">The trees about which was asked.</param>
    /// <param name="atHand">What of them was at hand.</param>
    /// <param name="pushed">When its push was made.</param>
    /// <param name="expires">When the first document of the chain expires.</param>
    public void Expect(
        TaskId task,
        Level level,
        PolicyInForce policy,
        ImmutableArray<AskedTree> trees,
        string atHand,
        DateTimeOffset? pushed,
        DateTimeOffset? expires) =>
        _expected[task] = new Expected(
            level, policy, trees, Mark(atHand), Text(pushed), expires ?? DateTimeOffset.MaxValue);

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
            [ArchiveKey] = archive.ToString(),
            [ImageKey] = image.Sha256.ToString(),
            [UntilKey] = until.ToString(CultureInfo.InvariantCulture),
            [PushedKey] = asked.Pushed,
            [TreesKey] = new JsonArray(
            [
                .. asked.Trees.Select(tree => new JsonArray(tree.Repository, tree.Revision)),
            ]),
            [AtHandKey] = asked.AtHand,
        };
        await FileOf(task, asked.Level, asked.Policy).WriteAsync(content, cancellationToken);
    }

    private static string Text(DateTimeOffset? moment) =>
        moment?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private static DateTimeOffset? Moment(string text) =>
        long.TryParse(text, out long seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static string Mark(string atHand) => Sha256Digest.Of(Encoding.UTF8.GetBytes(atHand)).ToString();

    // Whoever wrote it has the store's secret.
    private static ImmutableArray<AskedTree> TreesOf(JsonNode? list) =>
    [
        .. list.Items()
            .Select(tree => tree.Texts().ToArray())
            .Select(texts => new AskedTree(texts.ElementAtOrDefault(0) ?? string.Empty, texts.ElementAtOrDefault(1)
                ?? string.Empty)),
    ];

    private SealedFile FileOf(TaskId task, Level level, PolicyInForce policy) => new(
        Path.Join(folder, $"{task}.{level}.json"),
        secret,
        Purpose,
        string.Join('\n', Verifier, task.Value, level.ToString(), policy.Digest.ToString()));

    private sealed record Expected(
        Level Level,
        PolicyInForce Policy,
        ImmutableArray<AskedTree> Trees,
        string AtHand,
        string Pushed,
        DateTimeOffset Expires);
}

/// <summary>A tree about which was asked.</summary>
/// <param name="Repository">The address of its repository.</param>
/// <param name="Revision">The commit.</param>
internal sealed record AskedTree(string Repository, string Revision);
