using Slipway.Application.Trusting;
using Slipway.Application.Vouching;
using Slipway.Model.Configuration;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Values;
using Slipway.Trust.Policies;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>What stands before the use of images in one push: each is judged at its level.</summary>
/// <param name="parts">The workspace.</param>
/// <param name="push">For which push images are used.</param>
/// <param name="allowsOlder">Whether a person said that an older image than before will do.</param>
internal sealed class PushGuards(WorkspaceParts parts, PushContext push, bool allowsOlder) : IDisposable
{
    private TrustGuard? _chains;
    private StatementGuard? _statements;

    /// <summary>Stands before every use of an image that a task built.</summary>
    public TrustGuard Chains => _chains ??= NewChains(
        push.Level,
        parts.HasStore ? new VerdictMemory(parts.TrustFolder, parts.StoreToRead.Secret, parts.Clock) : null);

    /// <summary>
    /// The same in a task: which level it has is only what it says itself, so unless a person says it, the strictest
    /// line of the policy counts.
    /// </summary>
    public TrustGuard ChainsOfTask => NewChains(parts.IsLevelSaid ? push.Level : null, memory: null);

    /// <summary>Stands before every use of an image that no task made.</summary>
    public StatementGuard Statements => _statements ??= NewStatements(
        push,
        parts.StatementPlaces,
        parts.KeepsVerdicts ? new StatementVerdicts(parts.TrustFolder, parts.StoreToRead.Secret, parts.Clock) : null);

    /// <summary>Stands before the use of what a namespace leads to.</summary>
    public LatestGuard Latest => new(Chains, Namespaces, parts.Policies, push.Level, parts.Feedback);

    /// <summary>What has to hold between a namespace and what it leads to.</summary>
    public NamespaceRules Namespaces => new(
        () => parts.ChainServices.Documents,
        push.Level,
        parts.HasStore ? new NewestPushes(parts.TrustFolder, parts.StoreToRead.Secret) : null,
        parts.Clock,
        allowsOlder);

    /// <summary><see cref="Statements"/> in a task, as for chains.</summary>
    /// <param name="statements">Has the statements of this task's store.</param>
    public StatementGuard StatementsOfTask(IStatementStore statements) => NewStatements(
        parts.IsLevelSaid ? push : null,
        new StatementPlaces(() => statements, keeps: false, () => null, () => parts.Registry),
        memory: null);

    /// <summary>
    /// Whether tasks that an index has under a digest have to name it themselves: who can write there could put any
    /// other image of the same signers under it.
    /// </summary>
    public async Task<bool> NeedsDigestsAsync(Level level, CancellationToken cancellationToken) =>
        parts.BackendKind == BackendKind.Taskcluster
        && await parts.Policies.FindAsync(cancellationToken) is { } inForce
        && inForce.Policy.At(level) is Enforcement.Require;

    public void Dispose() => _statements?.Dispose();

    private TrustGuard NewChains(Level? level, VerdictMemory? memory) =>
        new(() => parts.ChainServices, parts.Policies, level, parts.Clock, parts.Feedback, memory);

    private StatementGuard NewStatements(PushContext? judged, StatementPlaces places, StatementVerdicts? memory) =>
        new(parts.Policies, judged, places, parts.Clock, parts.Feedback, memory);
}
