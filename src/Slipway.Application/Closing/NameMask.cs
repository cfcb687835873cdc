using System.Text.RegularExpressions;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Closing;

/// <summary>
/// Keeps the names that builds of one run are given out of texts: whoever knows one could use it while the build runs.
/// </summary>
internal sealed partial class NameMask
{
    private readonly List<(string Given, string Shown)> _shown = [];

    /// <param name="given">What the builder gets.</param>
    /// <param name="shown">What a person is to read in its place.</param>
    public void Add(string given, string shown) => _shown.Add((given, shown));

    /// <summary>What the builder gets in the place of a name; null when it gets none.</summary>
    public string? GivenFor(string shown) => _shown.FirstOrDefault(pair => pair.Shown == shown).Given;

    public string Apply(string text)
    {
        foreach (var (given, shown) in _shown)
        {
            text = text.Replace(given, shown, StringComparison.Ordinal);
        }

        // A name of another build, which only something that looked for it can know.
        return text.Contains(LocalNames.Registry, StringComparison.Ordinal)
            ? Given().Replace(text, LocalNames.Registry + "***")
            : text;
    }

    public SlipwayException Apply(SlipwayException failure) =>
        new(
            [
                .. failure.Diagnostics.Select(problem =>
                    problem with
                    {
                        Message = Apply(problem.Message),
                        Remedy = Apply(problem.Remedy),
                    }),
            ],
            failure);

    [GeneratedRegex(
        @"slipway\.invalid/[a-z0-9._/-]+(:[A-Za-z0-9._-]+)?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Given();
}
