using System.Collections.Immutable;
using System.Globalization;
using Slipway.Application.Backends;
using Slipway.Application.Feedback;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Values;
using Slipway.Trust.Codes;
using Slipway.Trust.Documents;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Application.Trusting;

/// <summary>
/// Stands before every use of an image that a task built: under <c>require</c> nothing passes whose chain does not
/// hold.
/// </summary>
/// <param name="services">Where documents come from; asked for when they are needed.</param>
/// <param name="policies">Finds the policy in force.</param>
/// <param name="level">The level at which images are used; null where nobody says it, for the strictest line.</param>
/// <param name="clock">The time.</param>
/// <param name="feedback">Told what happens meanwhile.</param>
/// <param name="memory">Remembers verdicts; null to remember none.</param>
internal sealed class TrustGuard(
    Func<ChainServices> services,
    PolicyFinder policies,
    Level? level,
    TimeProvider clock,
    IFeedback feedback,
    VerdictMemory? memory) : IImageGuard
{
    private const string ImageType = "docker-image";
    private const string Sha256 = "sha256";
    private const string Branches = "branches";

    private readonly AskedOnce<(TaskId Task, bool IsNamed), Admission> _known = new();

    /// <summary>Asks before the image of a task is used here, where its bytes are hashed on their way.</summary>
    // Many images share parents and decisions; each is asked once.
    public Task<Admission> AdmitAsync(TaskId task, CancellationToken cancellationToken) =>
        AdmitAsync(task, isNamed: false, cancellationToken);

    /// <summary>
    /// Asks before a task is named to others, who use its image without hashing it: where the policy says that archives
    /// must be checked, this one is downloaded and hashed.
    /// </summary>
    /// <exception cref="SlipwayException">It is refused.</exception>
    public Task<Admission> AdmitNamedAsync(TaskId task, CancellationToken cancellationToken) =>
        AdmitAsync(task, isNamed: true, cancellationToken);

    /// <summary>Asks about tasks that are used here.</summary>
    /// <exception cref="SlipwayException">One is refused.</exception>
    public Task AdmitAllAsync(IEnumerable<TaskId> tasks, CancellationToken cancellationToken) =>
        AdmitAllAsync(tasks, isNamed: false, cancellationToken);

    /// <summary>Asks about tasks that are named to others.</summary>
    /// <exception cref="SlipwayException">One is refused.</exception>
    public Task AdmitAllNamedAsync(IEnumerable<TaskId> tasks, CancellationToken cancellationToken) =>
        AdmitAllAsync(tasks, isNamed: true, cancellationToken);

    public Task KeepAsync(
        TaskId task, Sha256Digest archive, ImageHash image, CancellationToken cancellationToken) =>
        memory is null ? Task.CompletedTask : memory.KeepAsync(task, archive, image, cancellationToken);

    private async Task AdmitAllAsync(
        IEnumerable<TaskId> tasks, bool isNamed, CancellationToken cancellationToken)
    {
        foreach (var task in tasks.Distinct())
        {
            await AdmitAsync(task, isNamed, cancellationToken);
        }
    }

    private Task<Admission> AdmitAsync(TaskId task, bool isNamed, CancellationToken cancellationToken) =>
        _known.AskAsync((task, isNamed), token => JudgeAsync(task, isNamed, token), cancellationToken);

    private async Task<Admission> JudgeAsync(TaskId task, bool isNamed, CancellationToken cancellationToken)
    {
        if (await policies.FindAsync(cancellationToken) is not { } inForce
            || EnforcementOf(inForce.Policy) is Enforcement.Off)
        {
            return Admission.Unasked;
        }

        // What was hashed before may have been replaced since, and nobody hashes it again.
        bool isHashed = isNamed && inForce.Policy.MustCheck.Overlaps([MustCheck.Archives, MustCheck.Contents]);
        if (!isHashed
            && memory is not null
            && level is { } own
            && await memory.FindAsync(
                task,
                own,
                inForce,
                (trees, token) => AtHandAsync(trees, inForce.Policy, token),
                cancellationToken) is { } remembered)
        {
            return remembered;
        }

        var (documents, verdict) = await CollectAsync(task, isHashed, inForce.Policy, cancellationToken);
        if (verdict.IsAccepted && isHashed)
        {
            return new Admission(IsVerified: true, null, null) { Pushed = verdict.Pushed };
        }

        if (verdict.IsAccepted
            && ArchiveOf(verdict, task) is { } expected
            && Sha256Digest.TryParse(expected.Hashes.GetValueOrDefault(Sha256), out var archive))
        {
            if (level is { } asked && memory is not null && IsLasting(verdict))
            {
                ImmutableArray<AskedTree> trees =
                    [.. documents.Trees.Keys.Select(tree => new AskedTree(tree.Repository, tree.Revision))];
                memory.Expect(
                    task,
                    asked,
                    inForce,
                    trees,
                    await AtHandAsync(trees, inForce.Policy, cancellationToken),
                    verdict.Pushed,
                    verdict.Expires);
            }

            return new Admission(IsVerified: true, archive, null)
            {
                Pushed = verdict.Pushed,
                Images = expected.Images?.Select(ImageOf).ToImmutableHashSet(),
            };
        }

        var refusal = Refusal(verdict, task, inForce.Place, policies.VerifyCommand(task.ToString(), level));
        if (EnforcementOf(inForce.Policy) is Enforcement.Require)
        {
            throw new SlipwayException(refusal);
        }

        feedback.WarnOf([refusal with { Severity = Severity.Warning }]);
        return Admission.Unasked;
    }

    private Enforcement EnforcementOf(ChainPolicy policy) =>
        level is { } known ? policy.At(known) : policy.Enforced.Values.DefaultIfEmpty(Enforcement.Off).Max();

    // Branches that could not be fetched just now may be there in a minute.
    private static bool IsLasting(TrustVerdict verdict) => !verdict.Links
        .SelectMany(link => link.Checks)
        .Any(check => check.Rule == MustCheck.Rules[Branches] && check.State == CheckState.NotChecked);

    private Task<string> AtHandAsync(
        ImmutableArray<AskedTree> trees, ChainPolicy policy, CancellationToken cancellationToken)
    {
        if (trees.IsEmpty)
        {
            return Task.FromResult(string.Empty);
        }

        var given = services();
        var collector = new ChainCollector(given, clock, policy);
        return given.Sources.AtHandAsync(
            trees.Select(tree => collector.Question(tree.Repository, tree.Revision)), cancellationToken);
    }

    private Task<(ChainDocuments Documents, TrustVerdict Verdict)> CollectAsync(
        TaskId task, bool isHashed, ChainPolicy policy, CancellationToken cancellationToken)
    {
        var collector = new ChainCollector(services(), clock, policy)
        {
            // Else its bytes are hashed on their way to where they are used.
            Skipped = isHashed ? null : (task.Value, ArtifactName.Image.Value),
        };
        return feedback.ShowAsync(
            $"verifying {task}",
            _ => collector.CollectAsync(
                new ChainTarget(task.Value, ImageType, IsFinished: true) { Level = level?.Value },
                withArchives: true,
                cancellationToken));
    }

    // They come from a policy, whose reader has parsed them.
    private static ImageHash ImageOf(string id) => ImageHash.From(
        Sha256Digest.TryParseOci(id, out var hash)
            ? hash
            : throw new InvalidOperationException($"{id} is no image ID."));

    private static ExpectedArtifact? ArchiveOf(TrustVerdict verdict, TaskId task) => verdict.NotHashed.FirstOrDefault(
        artifact => artifact.TaskId == task.Value && artifact.Name == ArtifactName.Image.Value);

    private static Diagnostic Refusal(TrustVerdict verdict, TaskId task, string place, string command) => new(
        TrustCodes.ChainRefused,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The image of task {task} is refused by rule {verdict.Rule ?? "7.2"}: "
            + $"{verdict.Reason ?? "its worker signed no SHA-256 of the image"} (policy: {place})"),
        (verdict.Remedy ?? TrustRules.Find("7.2")!.Remedy)
        + $" {command} shows everything that was checked.");
}
