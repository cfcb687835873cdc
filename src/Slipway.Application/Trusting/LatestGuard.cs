using Slipway.Application.Feedback;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>
/// Stands before the use of what a <c>latest</c> leads to: it must not lead back, nor stand still for ever.
/// </summary>
/// <param name="guard">Asked first.</param>
/// <param name="policies">Finds the policy in force.</param>
/// <param name="level">The level at which images are used.</param>
/// <param name="newest">Remembers the newest pushes; null to remember none.</param>
/// <param name="clock">The time.</param>
/// <param name="feedback">Told what is only warned of.</param>
/// <param name="allowsOlder">Whether a person said that an older one will do.</param>
internal sealed class LatestGuard(
    TrustGuard guard,
    PolicyFinder policies,
    Level level,
    NewestPushes? newest,
    TimeProvider clock,
    IFeedback feedback,
    bool allowsOlder)
{
    private const string Latest = ".latest";

    /// <exception cref="SlipwayException">The image is refused, or older than one that was verified before.</exception>
    public async Task AdmitAsync(IndexNamespace ns, TaskId task, CancellationToken cancellationToken)
    {
        var admission = await guard.AdmitAsync(task, cancellationToken);
        if (admission is not { IsVerified: true, Pushed: { } pushed }
            || !ns.Value.EndsWith(Latest, StringComparison.Ordinal)
            || await policies.FindAsync(cancellationToken) is not { } inForce)
        {
            return;
        }

        if (inForce.Policy.LongestAge is { } age && pushed + age < clock.GetUtcNow())
        {
            Refuse(inForce, $"{ns} leads to a push of {pushed:u}, which is longer ago than the policy allows");
            return;
        }

        var before = newest is null ? null : await newest.FindAsync(ns, level, cancellationToken);
        if (pushed < before && !allowsOlder)
        {
            Refuse(inForce, $"{ns} leads to a push of {pushed:u}, and one of {before:u} was verified before");
        }
        else if (newest is not null && (before is null || pushed > before))
        {
            await newest.KeepAsync(ns, level, pushed, cancellationToken);
        }
    }

    private void Refuse(PolicyInForce inForce, string message)
    {
        var refusal = new Diagnostic(
            TrustCodes.LedBack,
            $"{message} (policy: {inForce.Place})",
            "Find out who moved it or stopped it from moving; --allow-older takes an older one all the same.");
        if (inForce.Policy.At(level) is Enforcement.Require)
        {
            throw new SlipwayException(refusal);
        }

        feedback.WarnOf([refusal with { Severity = Severity.Warning }]);
    }
}
