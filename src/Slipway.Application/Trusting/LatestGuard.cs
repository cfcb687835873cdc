using Slipway.Application.Backends;
using Slipway.Application.Feedback;
using Slipway.Model.Diagnostics;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Trust.Policies;
using Slipway.Trust.Verification;

namespace Slipway.Application.Trusting;

/// <summary>Stands before the use of what a namespace leads to.</summary>
/// <param name="guard">Asked first.</param>
/// <param name="rules">What has to hold besides.</param>
/// <param name="policies">Finds the policy in force.</param>
/// <param name="level">The level at which images are used.</param>
/// <param name="feedback">Told of what is only warned of.</param>
internal sealed class LatestGuard(
    TrustGuard guard, NamespaceRules rules, PolicyFinder policies, Level level, IFeedback feedback)
{
    /// <summary>Asks before the image of the task to which a namespace leads is used here.</summary>
    /// <exception cref="SlipwayException">The image is refused, or older than one that was verified before.</exception>
    public async Task AdmitAsync(IndexNamespace ns, TaskId task, CancellationToken cancellationToken) =>
        await AdmitAsync(ns, task, await guard.AdmitAsync(task, cancellationToken), cancellationToken);

    /// <summary>Asks before a namespace, or the task to which it leads, is named to others.</summary>
    /// <exception cref="SlipwayException">The image is refused, or older than one that was verified before.</exception>
    public async Task AdmitNamedAsync(IndexNamespace ns, TaskId task, CancellationToken cancellationToken) =>
        await AdmitAsync(ns, task, await guard.AdmitNamedAsync(task, cancellationToken), cancellationToken);

    private async Task AdmitAsync(
        IndexNamespace ns, TaskId task, Admission admission, CancellationToken cancellationToken)
    {
        if (!admission.IsVerified || await policies.FindAsync(cancellationToken) is not { } inForce)
        {
            return;
        }

        if (await rules.FindFaultAsync(ns, task, admission.Pushed, inForce.Policy, cancellationToken) is { } fault)
        {
            Refuse(inForce, fault);
            return;
        }

        await rules.KeepAsync(ns, string.Empty, admission.Pushed, cancellationToken);
    }

    /// <summary>
    /// Asks before an image is used to which an entry leads that no task made. When its push was made, the entry says,
    /// and nobody signed that: an entry that is put back is found, and one that lies is not.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="place">Which index it is of.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SlipwayException">It is older than one whose image was used before.</exception>
    public async Task AdmitAsync(IndexEntry entry, string place, CancellationToken cancellationToken)
    {
        if (await EntryPolicyAsync(entry, cancellationToken) is { } inForce
            && await rules.FindOldAsync(entry, place, inForce.Policy, cancellationToken)
                is { } fault)
        {
            Refuse(inForce, fault);
        }
    }

    /// <summary>Remembers an entry whose image somebody vouched for.</summary>
    public async Task KeepAsync(IndexEntry entry, string place, CancellationToken cancellationToken)
    {
        if (await EntryPolicyAsync(entry, cancellationToken) is not null)
        {
            await rules.KeepAsync(entry.Namespace, place, NamespaceRules.PushOf(entry), cancellationToken);
        }
    }

    private async Task<PolicyInForce?> EntryPolicyAsync(IndexEntry entry, CancellationToken cancellationToken) =>
        NamespaceClaims.Digests(entry.Namespace).IsEmpty
        && await policies.FindAsync(cancellationToken) is { } inForce
        && inForce.Policy.At(level) is not Enforcement.Off
            ? inForce
            : null;

    private void Refuse(PolicyInForce inForce, PlaceFault fault)
    {
        var refusal = new Diagnostic(fault.Code, $"{fault.Message} (policy: {inForce.Place})", fault.Remedy);
        if (inForce.Policy.At(level) is Enforcement.Require)
        {
            throw new SlipwayException(refusal);
        }

        feedback.WarnOf([refusal with { Severity = Severity.Warning }]);
    }
}
