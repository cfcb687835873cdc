using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Policies;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Statements;

/// <summary>
/// Rules 8.9 to 8.11: what a statement says, held against what was asked for, what the tree gives it, and what the
/// policy allows. That somebody may sign does not make every image of theirs the one that is wanted.
/// </summary>
internal static class ExpectationRules
{
    public const string Rule = "8.9";

    /// <summary>Rule 8.9.</summary>
    public static void Hold(StatementFinding finding, StatementTarget target)
    {
        if (target.Image is not { } asked)
        {
            finding.NotChecked(Rule, "nobody said which image of a tree it has to be");
            return;
        }

        var says = finding.Says!;
        if (!target.Tree.TryGetValue(asked, out var expected) || (target.IsAnyBuild && says.Image == asked))
        {
            if (says.Image != asked)
            {
                throw new RuleBrokenException($"it speaks of the image {says.Image}, and {asked} is asked for");
            }

            finding.Held(Rule, $"it speaks of {asked}, which is asked for");
            return;
        }

        // Under which name it was built does not matter: two images of the same inputs are one.
        if (says.Digest != expected.Digest)
        {
            throw new RuleBrokenException(
                $"{says.Image} was built of the inputs {says.Digest.Short}, and {asked}, which is asked for, has "
                + $"{expected.Digest.Short}");
        }

        if (expected.Parents is { } parents
            && says.Parents.Keys.FirstOrDefault(parent => !parents.Any(known => known.Value == parent))
                is { } stranger)
        {
            throw new RuleBrokenException(
                $"it was built on {Display.Text(stranger)}, on which the tree does not build {asked}");
        }

        finding.Held(Rule, $"it was built of the inputs that {asked} has in the tree");
    }

    /// <summary>Rule 8.10: one of those that somebody listed, where somebody did.</summary>
    public static void HoldAllowed(StatementFinding finding, StatementTarget target, ChainPolicy policy)
    {
        var says = finding.Says!;
        string[] names = [.. new[] { target.Image?.Value, says.Image.Value }
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(policy.BuiltImages.ContainsKey)];
        foreach (string name in names)
        {
            var allowed = policy.BuiltImages[name];
            if (!allowed.Any(image => target.ImageHash is { } hash
                ? image.ImageHash == hash
                : says.SpeaksOf(image.ImageHash.Sha256)))
            {
                throw new RuleBrokenException(
                    $"it is none of the {allowed.Length} images that 'built-images' lists for {Display.Text(name)}");
            }

            finding.Held(AllowedRule, $"'built-images' lists it for {Display.Text(name)}");
        }
    }

    /// <summary>Rule 8.11: the images from elsewhere that it was built on, held against those of the policy.</summary>
    /// <remarks>
    /// A statement has their references as the build resolved them, so that what is pinned there is the signer's word
    /// like everything else that it says. The image ID beside it is the digest of a config, and no policy lists those.
    /// </remarks>
    public static void HoldBases(StatementFinding finding, ChainPolicy policy)
    {
        foreach (var (name, hash) in finding.Says!.Externals)
        {
            string words = $"the base {Display.Text(name)} ({hash.Short})";
            if (policy.Bases is not { } bases)
            {
                finding.NotChecked(
                    BaseRules.RuleOfStatements, $"the policy does not say which bases are allowed: {words}");
                continue;
            }

            if (!ImageReference.TryParse(name, out var reference) || reference.RepoDigest is null)
            {
                throw new RuleBrokenException($"it was built on {words}, which is not pinned by its digest");
            }

            if (!bases.Any(allowed => BasePattern.Covers(allowed, reference)))
            {
                throw new RuleBrokenException($"it was built on {words}, a base that nobody allowed");
            }

            finding.Held(BaseRules.RuleOfStatements, $"{words} is pinned and allowed");
        }
    }


    /// <summary>The rule that a list is; <c>trust: warn</c> does not let pass what it refuses.</summary>
    public const string AllowedRule = "8.10";
}
