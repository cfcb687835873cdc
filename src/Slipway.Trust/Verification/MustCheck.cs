using System.Collections.Immutable;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Verification;

/// <summary>Turns what was not checked into a refusal, where the policy says that it has to be checked.</summary>
public static class MustCheck
{
    // Tasks have a rule of their own for them, and so have statements.
    private const string Bases = "bases";

    /// <summary>The word for artifacts that have to be hashed.</summary>
    public const string Archives = "archives";

    /// <summary>The word for archives that have to be looked into.</summary>
    public const string Contents = "contents";

    /// <summary>The words of a policy, and the rules whose checks may then not be missing.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Rules = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        [Archives] = "7.2",
        ["image-hashes"] = "7.3",
        ["levels"] = "7.5",
        [Contents] = "7.24",
        ["digests"] = "7.25",
        [Bases] = "7.26",
        ["branches"] = "7.27",
        ["parents"] = "8.7",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <param name="verdict">A verdict for which everything was fetched that will be.</param>
    /// <param name="policy">What has to be checked.</param>
    /// <param name="elsewhere">An artifact whose bytes somebody else hashes while they are used.</param>
    public static TrustVerdict Apply(TrustVerdict verdict, ChainPolicy policy, (string Task, string Name)? elsewhere)
    {
        if (!verdict.IsAccepted)
        {
            return verdict;
        }

        if (verdict.NotHashed.FirstOrDefault(artifact =>
            artifact.Voided is not null && (artifact.TaskId, artifact.Name) != elsewhere) is { } voided)
        {
            return verdict with
            {
                IsAccepted = false,
                Rule = "4.5",
                Reason = $"task {voided.TaskId}: {voided.Voided}, and {voided.Name} was not looked into",
            };
        }

        foreach (string rule in policy.MustCheck
            .SelectMany(word => word == Bases ? [Rules[word], BaseRules.RuleOfStatements] : (string[])[Rules[word]])
            .Order(StringComparer.Ordinal))
        {
            if (Missing(verdict, rule, elsewhere) is var (check, reason))
            {
                return verdict with { IsAccepted = false, Rule = rule, Reason = reason, Unchecked = check };
            }
        }

        return verdict;
    }

    // Of bytes, artifacts that are listed count. What is inside the one that is hashed while it is used is seen then.
    private static (TrustCheck Check, string Reason)? Missing(
        TrustVerdict verdict, string rule, (string Task, string Name)? elsewhere) =>
        rule == Rules[Archives]
            ? verdict.NotHashed
                .Where(artifact => (artifact.TaskId, artifact.Name) != elsewhere)
                .Select(artifact => Unhashed(rule, artifact))
                .FirstOrDefault()
                ?? NotChecked(verdict, rule, check => check.Artifact is null)
            : NotChecked(verdict, rule, _ => true, elsewhere);

    private static (TrustCheck Check, string Reason)? Unhashed(string rule, ExpectedArtifact artifact)
    {
        string reason = $"{artifact.Name} of task {artifact.TaskId} was not hashed, and has to be";
        return (new TrustCheck(rule, CheckState.NotChecked, reason) { Artifact = artifact.Name }, reason);
    }

    private static (TrustCheck Check, string Reason)? NotChecked(
        TrustVerdict verdict,
        string rule,
        Func<TrustCheck, bool> counts,
        (string Task, string Name)? elsewhere = null) => verdict.Links
                .SelectMany(link => link.Checks
                    .Where(check => check.Rule == rule && check.State == CheckState.NotChecked && counts(check)
                        && !(rule == ContentRules.Rule && elsewhere is { } used
                            && (link.TaskId, check.Artifact) == used))
                    .Select(check => ((TrustCheck, string)?)(
                        check, $"{link.Name} {link.TaskId}: {check.Text}, and that has to be checked")))
                .FirstOrDefault();
}
