using System.Text.RegularExpressions;
using Slipway.Engines.Errors;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Processes;

namespace Slipway.Engines.Builds;

/// <summary>Reads out of a builder's output which step failed and why. Expects lines without secrets.</summary>
internal sealed partial class BuildOutput
{
    private const int LinesInDiagnostic = 12;

    // More than a person reads of a line; a program may print megabytes without a line's end. What fails is named at
    // its beginning, and why at its end.
    private const int LongestLine = 250;

    private const int LongestStep = 200;

    private readonly OutputTail _tail = new();
    private string? _step;
    private string? _failedStep;
    private string? _limit;

    public void Add(string line)
    {
        _tail.Add(line);
        _limit ??= ClippedLog.LimitOf(line);
        if (BuildSteps.Failed(line) is { } failed)
        {
            _failedStep = failed;
        }
        else if (BuildSteps.Begun(line) is { } step)
        {
            _step = step;
        }
    }

    /// <param name="exitCode">How the builder ended.</param>
    /// <param name="image">The image whose log has everything; null when no log is kept.</param>
    public Diagnostic Failure(int exitCode, string? image)
    {
        var lines = _tail
            .Lines.Select(Strip)
            .Where(IsMeaningful)
            .Select(line => Display.Ends(line, LongestLine))
            .ToList();
        string reason = lines.LastOrDefault() ?? $"the builder ended with exit code {exitCode} and said nothing";
        string? step = (_failedStep ?? _step) is { } text ? Display.Clip(text, LongestStep) : null;
        string whole = (image, _limit) switch
        {
            (null, null) => string.Empty,
            (null, _) => $" (the engine kept back what went over {_limit})",
            (_, null) => $" (`slipway log {image}` prints all)",
            _ => $" (`slipway log {image}` prints what the engine gave; it kept back what went over {_limit})",
        };
        return new Diagnostic(
            EngineCodes.BuildFailed,
            step is null ? $"The build failed: {reason}" : $"The build failed at '{step}': {reason}",
            $"Mend the step; the last lines of the build were{whole}:"
            + string.Concat(lines.TakeLast(LinesInDiagnostic).Select(line => $"\n  {line}")));
    }

    private static string Strip(string line) => BuildKitPrefix().Replace(line, string.Empty).TrimEnd();

    private static bool IsMeaningful(string line) => line.Length > 0 && !Noise().IsMatch(line);

    // "#7 0.345 text" is output of step 7; digests, "DONE" and progress of BuildKit tell a person nothing.
    [GeneratedRegex(
        @"^#[0-9]+ ([0-9]+\.[0-9]+ )?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuildKitPrefix();

    [GeneratedRegex(
        @"^(-+|time=""[^""]*"" level=.*|DONE [0-9.]+s|CACHED|sha256:\S+( .*)?| ---> .*|DEPRECATED: .*| +BuildKit is currently .*"
            + @"| +environment-variable\.|Install the buildx .*| +Install the buildx .*| +https://docs\.docker\.com/go/buildx/"
            + @"|View build details: .*|Sending build context .*|Removing intermediate container .*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Noise();
}
