using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Policies;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Statements;

/// <summary>
/// Rules 8.9 and 8.10: what a statement says, held against what was asked for, what the tree gives it, and what the
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
            return;
        }

        var says = finding.Says!;
        if (!target.Tree.TryGetValue(asked, out var expected))
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
                : says.Subjects.Any(subject => subject.Digest == image.ImageHash.Sha256)))
            {
                throw new RuleBrokenException(
                    $"it is none of the {allowed.Length} images that 'built-images' lists for {Display.Text(name)}");
            }

            finding.Held(AllowedRule, $"'built-images' lists it for {Display.Text(name)}");
        }
    }

    /// <summary>The rule that a list is; <c>trust: warn</c> does not let pass what it refuses.</summary>
    public const string AllowedRule = "8.10";
}
