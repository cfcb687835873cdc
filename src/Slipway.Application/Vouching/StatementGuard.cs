using Slipway.Application.Feedback;
using Slipway.Application.Trusting;
using Slipway.Model.Diagnostics;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Policies;
using Slipway.Trust.Statements;
using Slipway.Trust.Verdicts;

namespace Slipway.Application.Vouching;

/// <summary>
/// Stands before every use of an image that no task made: under <c>require</c> none passes about which there is no
/// statement that the policy accepts.
/// </summary>
/// <param name="policies">Finds the policy in force.</param>
/// <param name="push">For whom images are used; null where nobody says it, for the strictest line.</param>
/// <param name="places">Where statements are.</param>
/// <param name="clock">The time.</param>
/// <param name="feedback">Told what happens meanwhile.</param>
/// <param name="memory">Remembers verdicts; null to remember none.</param>
internal sealed class StatementGuard(
    PolicyFinder policies,
    PushContext? push,
    StatementPlaces places,
    TimeProvider clock,
    IFeedback feedback,
    StatementVerdicts? memory) : IDisposable
{
    private readonly Dictionary<(ImageHash, Sha256Digest?, ImageName?, InputsDigest?), StatementRefusal?> _judged = [];
    private readonly HashSet<ImageHash> _told = [];
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>What the policy says about the use of images here.</summary>
    /// <exception cref="SlipwayException">The policy is wrong.</exception>
    public async Task<Enforcement> EnforcementAsync(CancellationToken cancellationToken) =>
        await policies.FindAsync(cancellationToken) is { } inForce ? EnforcementOf(inForce.Policy) : Enforcement.Off;

    /// <summary>Where the policy was found, for people.</summary>
    public async Task<string> PlaceAsync(CancellationToken cancellationToken) =>
        (await policies.RequireAsync(cancellationToken)).Place;

    /// <summary>Asks before images are used; what is refused is told at once.</summary>
    /// <exception cref="SlipwayException">One is refused.</exception>
    public Task AdmitAsync(IReadOnlyCollection<UsedImage> images, CancellationToken cancellationToken) =>
        AdmitAsync(images, [], cancellationToken);

    /// <inheritdoc cref="AdmitAsync(IReadOnlyCollection{UsedImage}, CancellationToken)"/>
    /// <param name="images">The images.</param>
    /// <param name="known">What is refused already.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task AdmitAsync(
        IReadOnlyCollection<UsedImage> images,
        IEnumerable<StatementRefusal> known,
        CancellationToken cancellationToken)
    {
        if (await policies.FindAsync(cancellationToken) is not { } inForce
            || EnforcementOf(inForce.Policy) is Enforcement.Off)
        {
            return;
        }

        var refusals = await JudgeAllAsync(images, inForce, cancellationToken);
        refusals.AddRange(known);
        if (refusals.Any(refusal => refusal.IsLocked || EnforcementOf(inForce.Policy) is Enforcement.Require))
        {
            throw new SlipwayException(StatementRefusal.Tell(refusals, inForce.Place));
        }

        var untold = refusals.Where(refusal => _told.Add(refusal.Image.Hash));
        feedback.WarnOf(StatementRefusal.Tell(untold, inForce.Place)
            .Select(refusal => refusal with { Severity = Severity.Warning }));
    }

    /// <summary>Whether an image may be used, for those who can do without it.</summary>
    public async Task<bool> AllowsAsync(UsedImage image, CancellationToken cancellationToken) =>
        await policies.FindAsync(cancellationToken) is not { } inForce
        || EnforcementOf(inForce.Policy) is Enforcement.Off
        || (await JudgeAllAsync([image], inForce, cancellationToken)).Count == 0
        || EnforcementOf(inForce.Policy) is Enforcement.Warn;

    /// <summary>Whether somebody vouches for an image, whatever is done with those of which nobody does.</summary>
    public async Task<bool> IsVouchedForAsync(UsedImage image, CancellationToken cancellationToken) =>
        await policies.FindAsync(cancellationToken) is { } inForce
        && EnforcementOf(inForce.Policy) is not Enforcement.Off
        && (await JudgeAllAsync([image], inForce, cancellationToken)).Count == 0;

    public void Dispose() => _gate.Dispose();

    private Level? Level => push?.Scope.Level;

    private Enforcement EnforcementOf(ChainPolicy policy) => push is { } known
        ? policy.At(known.Level)
        : policy.Enforced.Values.DefaultIfEmpty(Enforcement.Off).Max();

    private async Task<List<StatementRefusal>> JudgeAllAsync(
        IReadOnlyCollection<UsedImage> images, PolicyInForce inForce, CancellationToken cancellationToken)
    {
        var refusals = new List<StatementRefusal>();
        // Builds that run at once share parents; each is asked once.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var image in images)
            {
                var key = (image.Hash, image.Published?.Manifest, image.Name, image.Digest);
                if (!_judged.TryGetValue(key, out var refusal)
                    && !(image.Name is null && TryFindJudged(image, out refusal)))
                {
                    _judged[key] = refusal = await JudgeAsync(image, inForce, cancellationToken);
                }

                if (refusal is not null)
                {
                    refusals.Add(refusal);
                }
            }
        }
        finally
        {
            _gate.Release();
        }

        return refusals;
    }

    // Who only knows the image takes what was found when it was known what it is used as.
    private bool TryFindJudged(UsedImage image, out StatementRefusal? refusal)
    {
        var known = _judged
            .Where(pair => (pair.Key.Item1, pair.Key.Item2) == (image.Hash, image.Published?.Manifest))
            .Select(pair => pair.Value)
            .ToList();
        refusal = known.FirstOrDefault(one => one is not null);
        return known.Count > 0;
    }

    // Who was accepted lately is not asked for elsewhere, unless what was signed is missing here: whoever builds on the
    // image needs it.
    private async Task<StatementRefusal?> JudgeAsync(
        UsedImage image, PolicyInForce inForce, CancellationToken cancellationToken)
    {
        bool isRemembered = memory is not null
            && push is not null
            && await memory.IsAcceptedAsync(image, push.Scope, inForce, cancellationToken);
        var source = places.Here(image);
        var verdict = await VerifyAsync(image, source, inForce.Policy, cancellationToken);
        bool isAllHere = verdict.IsAccepted && image.BundleFile is null;
        if (!verdict.IsAccepted && places.Elsewhere(image) is { } elsewhere)
        {
            source = new JoinedStatements(source, elsewhere);
            try
            {
                verdict = await feedback.ShowAsync(
                    $"verifying {image.Title}", _ => VerifyAsync(image, source, inForce.Policy, cancellationToken));
            }
            catch (SlipwayException failure)
            {
                return isRemembered ? null : StatementRefusal.Unreachable(image, failure.Diagnostics[0]);
            }
        }

        if (!verdict.IsAccepted)
        {
            return isRemembered
                ? null
                : StatementRefusal.Of(
                    image,
                    new ParentAdvice(policies, Level, places.IsShared)
                        .Give(verdict, image.BundleFile is null ? image.Handle : null),
                    hasStatements: !(await source.FindAsync(image.Hash.Sha256, cancellationToken)).IsEmpty,
                    name => policies.VerifyCommand(name, Level),
                    Level);
        }

        if (!isAllHere)
        {
            await places.KeepAsync(image, verdict, source, inForce.Policy, cancellationToken);
        }

        if (memory is not null && push is not null && !isRemembered)
        {
            await memory.KeepAsync(image, push.Scope, inForce, cancellationToken);
        }

        return null;
    }

    private Task<TrustVerdict> VerifyAsync(
        UsedImage image, IStatementSource source, ChainPolicy policy, CancellationToken cancellationToken) =>
        new StatementVerifier(source, policy, clock.GetUtcNow()).VerifyAsync(
            new StatementTarget(image.Title, image.Hash.Sha256)
            {
                Scope = push?.Scope,
                ImageHash = image.Hash,
                Manifest = image.Published?.Manifest,
                Image = image.Name,
                Tree = image.Tree,
            },
            cancellationToken);
}
