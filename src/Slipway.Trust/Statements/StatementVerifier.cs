using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Storage;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Policies;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Statements;

/// <summary>Judges an image by the statements that were signed about it and about everything it was built on.</summary>
/// <param name="source">Where statements come from.</param>
/// <param name="policy">Whom to trust.</param>
/// <param name="now">The time.</param>
public sealed class StatementVerifier(IStatementSource source, ChainPolicy policy, DateTimeOffset now)
{
    /// <summary>Statements that are looked at for one image: anybody may have laid some beside it.</summary>
    public const int MostStatements = 100;

    /// <summary>The rule that an image is what it is asked for as.</summary>
    public const string ExpectationRule = ExpectationRules.Rule;

    private const string RootName = JudgedStatement.Type;

    private readonly StatementCheck _check = new(policy, now);
    private readonly Dictionary<(Sha256Digest, IndexScope?, ImageName?), JudgedStatement?> _judged = [];
    private readonly HashSet<Sha256Digest> _open = [];
    private readonly List<string> _notes = [];

    /// <exception cref="Model.Diagnostics.SlipwayException">The source failed.</exception>
    public async Task<TrustVerdict> VerifyAsync(StatementTarget target, CancellationToken cancellationToken)
    {
        _notes.Clear();
        var root = new StatementPlace(RootName, target.Name, target, 1);
        var judged = await JudgeAsync(root, cancellationToken);
        if (judged is null)
        {
            judged = new JudgedStatement(root, new StatementFinding());
            judged.Finding.Fail("8.1", $"there is no signed statement about {target.Digest.ToOciString()}");
        }

        var finding = judged.Finding;
        var verdict = new TrustVerdict
        {
            IsAccepted = finding.IsAccepted,
            Rule = finding.Rule,
            Reason = finding.Reason is { } reason ? $"{Display.Text(target.Name)}: {reason}" : null,
            Links = [.. judged.ToLinks()],
            Notes = [.. _notes.Distinct(StringComparer.Ordinal)],
        };
        return MustCheck.Apply(verdict, policy, elsewhere: null);
    }

    /// <returns>Null when there are no statements.</returns>
    private async Task<JudgedStatement?> JudgeAsync(StatementPlace place, CancellationToken cancellationToken)
    {
        var statements = await source.FindAsync(place.Digest, cancellationToken);
        if (statements.Length > MostStatements)
        {
            _notes.Add($"Of the {statements.Length} statements about {place.Digest.Short} only {MostStatements} were "
                + "looked at.");
        }

        JudgedStatement? best = null;
        // Of one image many manifests may be spoken of, one in each statement.
        var ordered = place.Target.Manifest is { } manifest
            ? statements.OrderByDescending(statement => ProvenanceReader.IsAbout(statement, manifest))
            : statements.AsEnumerable();
        foreach (var statement in ordered.Take(MostStatements))
        {
            var judged = new JudgedStatement(place, _check.Check(statement, place.Target));
            await judged.Finding.AskAsync("8.7", () => HoldParentsAsync(judged, cancellationToken));
            if (best is null || judged.Finding.IsAccepted || IsFurther(judged.Finding, best.Finding))
            {
                // Of what others said nothing is shown but a note.
                Note(best?.Finding, judged.Finding.IsAccepted);
                best = judged;
            }

            if (judged.Finding.IsAccepted)
            {
                break;
            }
        }

        return best;
    }

    private async Task HoldParentsAsync(JudgedStatement child, CancellationToken cancellationToken)
    {
        var (place, finding) = (child.Place, child.Finding);
        var says = finding.Says!;
        if (place.Depth >= policy.MaximumLength && !says.Parents.IsEmpty)
        {
            throw TooLong();
        }

        if (!_open.Add(place.Digest))
        {
            throw new RuleBrokenException("it is said to be built with the help of itself");
        }

        try
        {
            foreach (var (name, hash) in says.Parents)
            {
                await HoldParentAsync(
                    place with
                    {
                        Name = $"{place.Name}:{name.Replace(':', '-')}",
                        Title = null,
                        Target = ParentOf(place.Target, name, hash, says.Scope),
                        Depth = place.Depth + 1,
                    },
                    child,
                    cancellationToken);
            }
        }
        finally
        {
            _open.Remove(place.Digest);
        }

        // What a statement leaves out cannot be asked about.
        if (place.Target.Image is { } asked
            && place.Target.Tree.TryGetValue(asked, out var expected)
            && expected.Digest == says.Digest)
        {
            foreach (var parent in expected.Named.Where(named => !says.Parents.ContainsKey(named.Value)).Order())
            {
                finding.NotChecked(
                    "8.7", $"the parent {parent}, on which the tree builds {asked}: the statement does not name it");
            }
        }

        if (!says.Externals.IsEmpty)
        {
            finding.NotChecked("8.8", "no statement was asked for about bases from elsewhere");
        }

        finding.NotChecked("8.8", "the bytes of its layers, and the files that its inputs name, were not read here");
    }

    private async Task HoldParentAsync(
        StatementPlace parent, JudgedStatement child, CancellationToken cancellationToken)
    {
        string name = parent.Name.Split(':')[^1];
        string words = $"the parent {Display.Text(name)} ({parent.Digest.Short})";
        if (_open.Contains(parent.Digest))
        {
            throw new RuleBrokenException($"{words} is said to be built with the help of itself");
        }

        // Many images share parents; each is judged once for every scope in which it is used.
        if (!_judged.TryGetValue(parent.Key, out var judged))
        {
            _judged[parent.Key] = judged = await JudgeAsync(parent, cancellationToken);
        }

        if (judged is null)
        {
            child.Finding.NotChecked("8.7", $"{words}: no statement about it is at hand", name);
            return;
        }

        child.Parents.Add(judged);
        if (!judged.Finding.IsAccepted)
        {
            throw new RuleBrokenException($"{words}: {judged.Finding.Reason} (rule {judged.Finding.Rule})");
        }

        // One that was judged on a shorter way may be the beginning of a chain that is too long on this one.
        if (parent.Depth + judged.Generations > policy.MaximumLength)
        {
            throw TooLong();
        }

        child.Finding.Held("8.7", $"{words} satisfies every rule");
    }

    private RuleBrokenException TooLong() =>
        new($"the chain of parents is longer than {policy.MaximumLength}");

    // Which of its parents is meant by the name is said by whoever signed it; what the tree gives that one counts too.
    private static StatementTarget ParentOf(
        StatementTarget child, string name, ImageHash hash, IndexScope scope) => child with
        {
            Digest = hash.Sha256,
            ImageHash = hash,
            Manifest = null,
            Image = ImageName.TryParse(name, out var image) && child.Tree.ContainsKey(image) ? image : null,
            UsedAs = ImageName.TryParse(name, out var used) ? used : null,
            Scope = scope,
        };

    private void Note(StatementFinding? other, bool isOneAccepted)
    {
        if (other is { Reason: { } reason } && isOneAccepted)
        {
            _notes.Add($"Another statement does not count: {reason}.");
        }
    }

    private static bool IsFurther(StatementFinding one, StatementFinding than) =>
        TrustRules.Order(one.Rule!) > TrustRules.Order(than.Rule!);
}
