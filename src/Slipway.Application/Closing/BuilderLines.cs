using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Core.Dockerfiles;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Closing;

/// <summary>
/// Puts the file and the lines that a person has in the places of those that a builder tells: it reads the Dockerfile
/// with its directives carried out, under the name that the file has in the context.
/// </summary>
/// <remarks>
/// BuildKit prints <c>Dockerfile:3</c> on a line of its own with an excerpt below it, <c>(line 3)</c> behind what it
/// warns of, and <c>dockerfile parse error on line 3</c>, as Docker's classic builder does. What a step prints is left
/// alone. One build a writer: it remembers which line was told last.
/// </remarks>
/// <param name="name">The Dockerfile's path in the context.</param>
/// <param name="file">Its path below the root.</param>
/// <param name="origins">The lines of that file.</param>
internal sealed partial class BuilderLines(string name, string file, LineOrigins origins)
{
    // How many of the two rules around an excerpt are still to come.
    private int _rules;

    /// <summary>The place that the builder named last, which is that of its failure; null when it named none.</summary>
    public SourceLocation? Told { get; private set; }

    /// <summary>A line of the builder's output as a person is to read it.</summary>
    public string Translate(string line)
    {
        if (Header().Match(line) is { Success: true } header && IsName(header.Groups["name"].Value))
        {
            _rules = 2;
            return TryTell(header.Groups["line"].Value, out int at) ? $"{file}:{at}" : line;
        }

        if (_rules > 0)
        {
            if (Excerpt().Match(line) is { Success: true } quoted)
            {
                return LineOf(quoted.Groups["line"].Value) is { } number
                    ? $"{number.ToString(CultureInfo.InvariantCulture),4}{quoted.Groups["rest"].Value}"
                    : line;
            }

            _rules = Rule().IsMatch(line) ? _rules - 1 : 0;
        }

        return ParseError().Match(line) is { Success: true } error && TryTell(error.Groups["line"].Value, out int told)
            ? $"{line[..error.Index]}dockerfile parse error on line {told} of {file}"
                + line[(error.Index + error.Length)..]
            : Warning().Match(line) is { Success: true } warning && LineOf(warning.Groups["line"].Value) is { } warned
            ? $"{line[..warning.Groups["line"].Index]}{warned} of {file})"
            : line;
    }

    private bool IsName(string text) => text == name || text == name[(name.LastIndexOf('/') + 1)..];

    private bool TryTell(string text, out int line)
    {
        line = LineOf(text) ?? 0;
        if (line > 0)
        {
            Told = new SourceLocation(file, line);
        }

        return line > 0;
    }

    private int? LineOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int line) ? origins.Of(line) : null;

    [GeneratedRegex(
        @"\A(?<name>[^\s:]+):(?<line>[0-9]+)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();

    [GeneratedRegex(
        @"\A *(?<line>[0-9]+)(?<rest> \|.*)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Excerpt();

    [GeneratedRegex(@"\A-+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(
        @"(?<=\A|: )dockerfile parse error (on )?line (?<line>[0-9]+)(?=:)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParseError();

    // " - LegacyKeyValueFormat: … (line 7)", below "1 warning found".
    [GeneratedRegex(
        @"\A - [A-Za-z]+: .*\(line (?<line>[0-9]+)\)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Warning();
}
