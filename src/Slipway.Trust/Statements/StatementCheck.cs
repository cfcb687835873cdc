using Slipway.Model.Pushes;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Keys;
using Slipway.Trust.Policies;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Statements;

/// <summary>Rules 8.1 to 8.6: one statement about one image.</summary>
/// <param name="policy">Whom to trust.</param>
/// <param name="now">
/// The time against which keys are held: nobody but the signer could say when a statement was signed.
/// </param>
internal sealed class StatementCheck(ChainPolicy policy, DateTimeOffset now)
{
    /// <param name="content">The bytes of a bundle.</param>
    /// <param name="target">The image that it has to speak of, and what it has to say of it.</param>
    public StatementFinding Check(ReadOnlyMemory<byte> content, StatementTarget target)
    {
        var finding = new StatementFinding();
        SigstoreBundle? bundle = null;
        Signer? signer = null;
        finding.Ask("8.1", () => bundle = Read(content));
        finding.Ask("8.2", () => signer = Find(finding, bundle!));
        finding.Ask("8.3", () => Allow(finding, signer!));
        finding.Ask("8.4", () => finding.Says = Understand(finding, bundle!));
        finding.Ask("8.5", () => HoldSubjects(finding, target));
        finding.Ask("8.6", () => HoldLimits(finding, signer!, target));
        finding.Ask(ExpectationRules.Rule, () => ExpectationRules.Hold(finding, target));
        finding.Ask(ExpectationRules.AllowedRule, () => ExpectationRules.HoldAllowed(finding, target, policy));
        finding.Ask(BaseRules.RuleOfStatements, () => ExpectationRules.HoldBases(finding, policy));
        return finding;
    }

    private static SigstoreBundle Read(ReadOnlyMemory<byte> content) =>
        BundleReader.TryRead(content.Span, out var bundle, out string? failure)
            ? bundle
            : throw new RuleBrokenException($"the statement is no bundle that Slipway reads: {failure}");

    private Signer Find(StatementFinding finding, SigstoreBundle bundle)
    {
        if (policy.Signers.IsEmpty)
        {
            throw new RuleBrokenException("the policy lists no signers");
        }

        // The hint says where to look first, and is no more than that.
        var signer = policy.Signers
            .OrderByDescending(known => known.Key.Hint == bundle.Hint)
            .FirstOrDefault(known => bundle.IsSignedBy(known.Key))
            ?? throw new RuleBrokenException(
                policy.Signers.FirstOrDefault(known => known.Key.Hint == bundle.Hint) is { } hinted
                    ? $"the statement names the key {hinted.Name}, which did not sign these bytes, and neither did "
                        + "another key that is listed under 'signers'"
                    : "none of the keys that are listed under 'signers' signed the statement "
                        + $"({policy.Signers.Length})");
        finding.Held("8.2", $"signed with the key {signer.Name}");
        return signer;
    }

    private void Allow(StatementFinding finding, Signer signer)
    {
        if (signer.IsRevoked)
        {
            throw new RuleBrokenException($"the key {signer.Name} signed it, and is revoked");
        }

        if (now < signer.From || now > signer.Until)
        {
            throw new RuleBrokenException(
                $"the key {signer.Name} signed it, and "
                + (now < signer.From
                    ? $"counts from {signer.From:yyyy-MM-dd} on"
                    : $"counted until {signer.Until:yyyy-MM-dd}"));
        }

        finding.Held("8.3", $"the key {signer.Name} counts now");
    }

    private static Provenance Understand(StatementFinding finding, SigstoreBundle bundle)
    {
        if (!ProvenanceReader.TryRead(bundle.Payload.Span, out var says, out string? failure))
        {
            throw new RuleBrokenException($"the statement is none that Slipway understands: {Display.Line(failure)}");
        }

        string revision = says.Revision is { } known ? $", revision {Display.Text(known)}" : string.Empty;
        string source = says.Source is { } address
            ? $", sources of {Display.Text(address)}"
                + (says.Commit is { } commit ? $" at {Display.Text(commit)}" : string.Empty)
                + (says.IsChanged ? " with changes that were not committed" : string.Empty)
            : string.Empty;
        finding.Held("8.4", $"{says.Image} was built of the inputs {says.Digest.Short}{revision}{source}");
        return says;
    }

    private static void HoldSubjects(StatementFinding finding, StatementTarget target)
    {
        HoldSubject(finding, target.Digest, string.Empty);
        if (target.Manifest is { } manifest && manifest != target.Digest)
        {
            HoldSubject(finding, manifest, "the manifest ");
        }
    }

    private static void HoldSubject(StatementFinding finding, Sha256Digest subject, string what)
    {
        if (!finding.Says!.SpeaksOf(subject))
        {
            throw new RuleBrokenException(
                $"it speaks of {string.Join(", ", finding.Says.Subjects.Select(one => one.Digest.Short))} and not of "
                + $"{what}{subject.Short}, which is there");
        }

        finding.Held("8.5", $"it speaks of {what}{subject.ToOciString()}, which is there");
    }

    private static void HoldLimits(StatementFinding finding, Signer signer, StatementTarget target)
    {
        var says = finding.Says!;
        if (!signer.Builders.IsEmpty && !signer.Builders.Contains(says.Builder))
        {
            throw new RuleBrokenException(
                $"the key {signer.Name} does not speak for the builder {Display.Text(says.Builder)}");
        }

        // Whatever it calls the image: what it is used as counts too, for the same inputs may have several names.
        foreach (string image in new[] { says.Image.Value, (target.Image ?? target.UsedAs)?.Value }.OfType<string>())
        {
            if (!signer.Images.IsEmpty && !signer.Images.Any(name => BranchPattern.Matches(name, image)))
            {
                throw new RuleBrokenException($"the key {signer.Name} does not speak for the image {image}");
            }
        }

        if (!signer.Repositories.IsEmpty
            && (says.Source is not { } source
                || !signer.Repositories.Any(address => BranchPattern.Matches(address, source))))
        {
            throw new RuleBrokenException(
                $"the key {signer.Name} does not speak for sources of "
                + (says.Source is { } other ? Display.Text(other) : "a repository that nobody recorded"));
        }

        // What was built for a pull request is below every level.
        if (says.Scope.Level is { } level && signer.Level is { } most && level > most)
        {
            throw new RuleBrokenException(
                $"the key {signer.Name} speaks for level {most} at most, and it was built at level {level}");
        }

        if (target.Scope is { } asked && !asked.Trusts(says.Scope))
        {
            throw new RuleBrokenException($"it was built at {says.Scope}, and is asked for at {asked}");
        }

        finding.Held("8.6", $"built at {says.Scope} by {Display.Text(says.Builder)}, for which the key speaks");
    }
}
