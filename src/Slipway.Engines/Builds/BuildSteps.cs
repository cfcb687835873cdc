using System.Text.RegularExpressions;

namespace Slipway.Engines.Builds;

/// <summary>
/// Follows a builder's output: which step it is at, and what that one printed last. Expects lines without secrets.
/// </summary>
/// <remarks>
/// Three forms: <c>#7 [3/7] RUN make</c> of BuildKit (<c>--progress=plain</c>), whose steps run side by side;
/// <c>Step 3/7 : RUN make</c> of Docker's classic builder; <c>STEP 3/7: RUN make</c> of Podman and Buildah, with
/// <c>[1/2] </c> before it where there are several stages.
/// </remarks>
public sealed partial class BuildSteps
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _unfinished = [];
    private bool _isClassic;

    /// <summary>Where the build is; nothing as yet when it has not said.</summary>
    public BuildPosition Position { get; private set; } = new(null, string.Empty);

    /// <summary>Takes in a line.</summary>
    /// <returns>Whether <see cref="Position"/> is another one now.</returns>
    public bool Read(string line)
    {
        var before = Position;
        if (ClassicStep().Match(line) is { Success: true } step)
        {
            _isClassic = true;
            string stage = step.Groups["stage"] is { Success: true } of ? $"{of.Value} " : string.Empty;
            Position = new BuildPosition(
                $"[{stage}{step.Groups["number"].Value}] {step.Groups["step"].Value.Trim()}", string.Empty);
        }
        else if (!_isClassic && VertexLine().Match(line) is { Success: true } vertex)
        {
            ReadVertex(vertex.Groups["vertex"].Value, vertex.Groups["rest"].Value);
        }
        else if (_names.Count == 0 && !Aside().IsMatch(line))
        {
            Print(line);
        }

        return Position != before;
    }

    /// <summary>The step that a line of the classic builder, Podman or Buildah begins.</summary>
    public static string? Begun(string line) =>
        ClassicStep().Match(line) is { Success: true } step ? step.Groups["step"].Value : null;

    /// <summary>The step of which a line of BuildKit says that it failed.</summary>
    public static string? Failed(string line) =>
        FailedStep().Match(line) is { Success: true } failed ? failed.Groups["step"].Value : null;

    private void ReadVertex(string vertex, string rest)
    {
        if (!_names.TryGetValue(vertex, out string? name))
        {
            _names[vertex] = rest;
            _unfinished.Add(vertex);
            Show(rest);
        }
        else if (rest == name)
        {
            // Printed again when output of it goes on after that of another.
            Show(rest);
        }
        else if (Ended().IsMatch(rest))
        {
            _unfinished.Remove(vertex);
            if (Position.Step == Title(name) && _unfinished is [.., var other])
            {
                Show(_names[other]);
            }
        }
        else if (rest != "...")
        {
            Show(name);
            Print(Time().Replace(rest, string.Empty));
        }
    }

    private void Show(string name)
    {
        string title = Title(name);
        if (Position.Step != title)
        {
            Position = new BuildPosition(title, string.Empty);
        }
    }

    private void Print(string text)
    {
        string shown = Spaces().Replace(Digest().Replace(text, string.Empty), " ").Trim();
        if (shown.Length > 0)
        {
            Position = Position with { Output = shown };
        }
    }

    // "[ 2/12] RUN make" is padded, and what BuildKit does for itself is no step of the Dockerfile.
    private static string Title(string name)
    {
        string title = Spaces().Replace(Digest().Replace(name, string.Empty), " ").Trim();
        return title
            .Replace("[ ", "[", StringComparison.Ordinal)
            .Replace("[internal] ", string.Empty, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"^(\[(?<stage>[0-9]+/[0-9]+)\] )?(Step|STEP) (?<number>[0-9]+(/[0-9]+)?) ?: (?<step>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClassicStep();

    [GeneratedRegex(
        @"^#(?<vertex>[0-9]+) (?<rest>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex VertexLine();

    [GeneratedRegex(
        @"^(DONE( [0-9.]+s)?|CACHED|CANCELED|ERROR: .*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ended();

    // BuildKit repeats the failed step under a rule: " > [2/3] RUN make:"; before that "#7 ERROR: …" tells the cause.
    [GeneratedRegex(
        @"^ > (?:\[[^\]]*\] )?(?<step>.+):$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex FailedStep();

    // Seconds since the step began.
    [GeneratedRegex(@"^[0-9]+\.[0-9]+ ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"@?\bsha256:[0-9a-f]{12,64}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digest();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();

    // What the classic builder and Buildah tell of the containers and images between two steps.
    [GeneratedRegex(
        @"^( ---> .*|--> .*|Removing intermediate container .*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Aside();
}

/// <summary>Where a build is.</summary>
/// <param name="Step">The step, as <c>[3/7] RUN make</c>; null before the first.</param>
/// <param name="Output">The last line that it printed; empty when there is none.</param>
public readonly record struct BuildPosition(string? Step, string Output);
