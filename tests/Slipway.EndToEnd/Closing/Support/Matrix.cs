using System.Text;

namespace Slipway.EndToEnd.Closing.Support;

/// <summary>What came of each attack, for each who planted and each who built.</summary>
internal sealed class Matrix
{
    private readonly Dictionary<(string Attack, string Planter, string Builder), Outcome> _cells = [];
    private readonly List<string> _wrong = [];

    public int Cells => _cells.Count;

    public int Count(Outcome outcome) => _cells.Values.Count(cell => cell == outcome);

    public int CountExpected(Outcome outcome) => Expected.Count(cell => cell == outcome);

    public List<Outcome> Expected { get; } = [];

    /// <summary>
    /// Cells in which a build holds what somebody planted whom the builder does not trust, digests and people's own
    /// names left out.
    /// </summary>
    public List<string> Leaks { get; } = [];

    public IReadOnlyList<string> Wrong => _wrong;

    public void Add(Attack attack, Rule rule, Actor planter, Actor builder, Outcome outcome, string why)
    {
        var expected = Attack.Expected(rule, planter, builder);
        _cells.Add((attack.Name, planter.Name, builder.Name), outcome);
        Expected.Add(expected);
        string cell =
            $"{attack.Name}: planted by {planter.Name}, built by {builder.Name}: {outcome}, not {expected} {why}";
        if (outcome == Outcome.Held && planter.Scope is not null && !builder.Trusts(planter) && rule != Rule.Content)
        {
            Leaks.Add(cell);
        }

        if (outcome != expected)
        {
            _wrong.Add(cell);
        }
    }

    private const string Legend = """
        H holds what was planted, r is refused, - is built without it; a blank was not tried.
        Not held although who builds may: what is named by a tag at a protected level (3p), and what the line gives a reason for.
        Held although planted below: a digest, which is only ever one image; and what a person (hand) names in the engine, where nothing is protected.

        """;

    /// <summary>What came of each cell that was tried, and why what could be held is not.</summary>
    public string Table(IEnumerable<Attack> attacks)
    {
        var table = new StringBuilder(Legend).AppendLine().Append("planted by").Append(' ', 16);
        foreach (var planter in Actor.Planters)
        {
            table.Append($" {planter.Name,-20}");
        }

        table.AppendLine().Append("built by").Append(' ', 18);
        foreach (var builder in Actor.Planters.SelectMany(_ => Actor.Builders))
        {
            table.Append($"{builder.Name,4}");
        }

        table.AppendLine();
        foreach (var attack in attacks)
        {
            table.Append($"{attack.Name,-26}");
            foreach (
                var (planter, builder) in Actor.Planters.SelectMany(planter =>
                    Actor.Builders.Select(builder => (planter, builder))))
            {
                table.Append(
                    _cells.TryGetValue((attack.Name, planter.Name, builder.Name), out var outcome)
                        ? outcome switch
                        {
                            Outcome.Held => "   H",
                            Outcome.Refused => "   r",
                            _ => "   -",
                        }
                        : "    ");
            }

            table.Append("  ").AppendLine(attack.Reason);
        }

        return table.ToString();
    }
}
