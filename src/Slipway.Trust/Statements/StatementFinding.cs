using System.Collections.Immutable;
using Slipway.Trust.Verdicts;
using Slipway.Trust.Verification;

namespace Slipway.Trust.Statements;

/// <summary>What was found of one statement while it is held against the rules.</summary>
internal sealed class StatementFinding
{
    private readonly List<TrustCheck> _checks = [];

    /// <summary>The first rule that does not hold; null when all do.</summary>
    public string? Rule { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>What it says; null as long as that is not known.</summary>
    public Provenance? Says { get; set; }

    public ImmutableArray<TrustCheck> Checks => [.. _checks];

    public bool IsAccepted => Rule is null;

    public void Held(string rule, string text) => _checks.Add(new TrustCheck(rule, CheckState.Held, text));

    /// <param name="rule">The rule.</param>
    /// <param name="text">What was not checked, and why.</param>
    /// <param name="parent">What the parent is called about which this is; null when it is about the image.</param>
    public void NotChecked(string rule, string text, string? parent = null) =>
        _checks.Add(new TrustCheck(rule, CheckState.NotChecked, text) { Parent = parent });

    /// <summary>Asks a rule, unless one before did not hold.</summary>
    public void Ask(string rule, Action check)
    {
        if (IsAccepted)
        {
            try
            {
                check();
            }
            catch (RuleBrokenException broken)
            {
                Fail(rule, broken.Message);
            }
        }
    }

    /// <inheritdoc cref="Ask(string, Action)"/>
    public async Task AskAsync(string rule, Func<Task> check)
    {
        if (IsAccepted)
        {
            try
            {
                await check();
            }
            catch (RuleBrokenException broken)
            {
                Fail(rule, broken.Message);
            }
        }
    }

    public void Fail(string rule, string reason)
    {
        (Rule, Reason) = (rule, reason);
        _checks.Add(new TrustCheck(rule, CheckState.Failed, reason));
    }
}
