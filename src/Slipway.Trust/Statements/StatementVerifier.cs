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

    private const string RootName = "docker-image";

    private readonly StatementCheck _check = new(policy, now);
    private readonly Dictionary<(Sha256Digest Image, IndexScope? Scope), StatementFinding?> _judged = [];
    private readonly HashSet<Sha256Digest> _open = [];
    private readonly List<LinkVerdict> _links = [];
    private readonly List<string> _notes = [];

    /// <exception cref="Model.Diagnostics.SlipwayException">The source failed.</exception>
    public async Task<TrustVerdict> VerifyAsync(StatementTarget target, CancellationToken cancellationToken)
    {
        var root = new Place(RootName, target.Name, target.Digest, target.Scope, 1);
        var finding = await JudgeAsync(root, cancellationToken);
        if (finding is null)
        {
            finding = new StatementFinding();
            finding.Fail("8.1", $"there is no signed statement about {target.Digest.ToOciString()}");
            Show(root, finding, 0);
        }

        var verdict = new TrustVerdict
        {
            IsAccepted = finding.IsAccepted,
            Rule = finding.Rule,
            Reason = finding.Reason is { } reason ? $"{Display.Text(target.Name)}: {reason}" : null,
            Links = [.. _links],
            Notes = [.. _notes],
        };
        return MustCheck.Apply(verdict, policy, elsewhere: null);
    }

    /// <returns>Null when there are no statements.</returns>
    private async Task<StatementFinding?> JudgeAsync(Place place, CancellationToken cancellationToken)
    {
        var statements = await source.FindAsync(place.Digest, cancellationToken);
        if (statements.Length > MostStatements)
        {
            _notes.Add($"Of the {statements.Length} statements about {place.Digest.Short} only {MostStatements} were "
                + "looked at.");
        }

        StatementFinding? best = null;
        int shown = _links.Count;
        foreach (var statement in statements.Take(MostStatements))
        {
            var finding = _check.Check(statement, place.Digest, place.Scope);
            int before = _links.Count;
            await finding.AskAsync("8.7", () => HoldParentsAsync(place, finding, cancellationToken));
            if (best is null || finding.IsAccepted || IsFurther(finding, best))
            {
                // Of what others said nothing is shown but a note.
                _links.RemoveRange(shown, before - shown);
                Note(best, finding.IsAccepted);
                best = finding;
            }
            else
            {
                _links.RemoveRange(before, _links.Count - before);
            }

            if (finding.IsAccepted)
            {
                break;
            }
        }

        if (best is not null)
        {
            Show(place, best, shown);
        }

        return best;
    }

    private async Task HoldParentsAsync(Place place, StatementFinding finding, CancellationToken cancellationToken)
    {
        var says = finding.Says!;
        if (place.Depth >= policy.MaximumLength && !says.Parents.IsEmpty)
        {
            throw new RuleBrokenException($"the chain of parents is longer than {policy.MaximumLength}");
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
                        Digest = hash.Sha256,
                        Scope = says.Scope,
                        Depth = place.Depth + 1,
                    },
                    finding,
                    cancellationToken);
            }
        }
        finally
        {
            _open.Remove(place.Digest);
        }

        foreach (var (reference, hash) in says.Externals)
        {
            finding.NotChecked(
                "8.8",
                $"the base {Display.Text(reference)} ({hash.Short}) is from elsewhere, and no statement is asked for");
        }

        finding.NotChecked("8.8", "the bytes of its layers, and the files that its inputs name, were not read here");
    }

    private async Task HoldParentAsync(Place parent, StatementFinding finding, CancellationToken cancellationToken)
    {
        string words = $"the parent {Display.Text(parent.Name.Split(':')[^1])} ({parent.Digest.Short})";
        if (_open.Contains(parent.Digest))
        {
            throw new RuleBrokenException($"{words} is said to be built with the help of itself");
        }

        // Many images share parents; each is judged once for every scope in which it is used.
        if (!_judged.TryGetValue((parent.Digest, parent.Scope), out var judged))
        {
            _judged[(parent.Digest, parent.Scope)] = judged = await JudgeAsync(parent, cancellationToken);
        }

        if (judged is null)
        {
            finding.NotChecked("8.7", $"{words}: no statement about it is at hand");
            return;
        }

        if (!judged.IsAccepted)
        {
            throw new RuleBrokenException($"{words}: {judged.Reason} (rule {judged.Rule})");
        }

        finding.Held("8.7", $"{words} satisfies every rule");
    }

    private void Note(StatementFinding? other, bool isOneAccepted)
    {
        if (other is { Reason: { } reason } && isOneAccepted)
        {
            _notes.Add($"Another statement does not count: {reason}.");
        }
    }

    // Before its parents, which were judged first.
    private void Show(Place place, StatementFinding finding, int at) => _links.Insert(at, new LinkVerdict(
        place.Name, place.Digest.ToOciString(), place.Title, RootName, LinkVerdict.Statement, finding.Checks));

    private static bool IsFurther(StatementFinding one, StatementFinding than) =>
        string.CompareOrdinal(one.Rule, than.Rule) > 0;

    private sealed record Place(string Name, string? Title, Sha256Digest Digest, IndexScope? Scope, int Depth);
}
