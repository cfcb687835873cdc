using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Slipway.Engines.Builds;

/// <summary>Makes the lines that a builder prints fit to be shown and kept, each as it comes.</summary>
/// <remarks>
/// A value that is broken into lines, by a width of output or by a block that ends there, is met twice: a line that
/// ends with the beginning of a value loses it at once, for it cannot be taken back; and the line that goes on where
/// that one ended loses the rest. BuildKit prints the lines of steps that run at once in turns, each with the number of
/// its step.
/// </remarks>
internal sealed partial class LogMask(SecretMask mask)
{
    // A shorter beginning stands at the end of a line by chance, unless it is half of a short value.
    private const int ShortestPart = 8;

    private const int StepsAtOnce = 64;

    private readonly ImmutableArray<string> _wrapped = [.. mask.Needles.Where(needle => needle.Length >= ShortestPart)];
    private readonly Dictionary<string, List<Begun>> _begun = new(StringComparer.Ordinal);
    private string _step = string.Empty;

    public string Next(string line)
    {
        string masked = mask.Show(line);
        return _wrapped.IsEmpty ? masked : WithoutParts(masked);
    }

    private string WithoutParts(string line)
    {
        var prefix = Prefix().Match(line);
        // What has no number goes on with the line before: a carriage return ends a line here, and not for BuildKit.
        _step = prefix.Success ? prefix.Groups["step"].Value : _step;
        string text = line[prefix.Length..];
        var visible = VisibleText.Of(text);
        string seen = visible.Text.TrimEnd();
        var begun = _begun.GetValueOrDefault(_step, []);
        var (head, goingOn) = Continue(seen, begun);
        int tail = 0;
        foreach (string needle in _wrapped)
        {
            int length = LengthOfBeginning(seen, needle, head);
            if (length > 0)
            {
                goingOn.Add(new Begun(needle, length));
                tail = Math.Max(tail, IsTelling(needle, length) ? length : 0);
            }
        }

        Remember(goingOn);
        if (head == 0 && tail == 0)
        {
            return line;
        }

        string rest = seen[head..(seen.Length - tail)];
        string before = head > 0 ? SecretMask.Blot : string.Empty;
        string after = tail > 0 ? SecretMask.Blot : string.Empty;
        return $"{prefix.Value}{before}{rest}{after}";
    }

    /// <summary>
    /// How many characters at the start go on with what an earlier line began, and what goes on after this line.
    /// </summary>
    private static (int Head, List<Begun> GoingOn) Continue(string seen, List<Begun> begun)
    {
        int head = 0;
        var goingOn = new List<Begun>();
        foreach (var (needle, length) in begun)
        {
            var rest = needle.AsSpan(length);
            if (seen.AsSpan().StartsWith(rest, StringComparison.Ordinal))
            {
                head = Math.Max(head, rest.Length);
            }
            else if (seen.Length > 0 && rest.StartsWith(seen, StringComparison.Ordinal))
            {
                goingOn.Add(new Begun(needle, length + seen.Length));
                head = IsTelling(needle, length + seen.Length) ? seen.Length : head;
            }
        }

        return (head, goingOn);
    }

    private static bool IsTelling(string needle, int length) =>
        length >= Math.Min(ShortestPart, (needle.Length + 1) / 2);

    /// <summary>The most characters at the line's end that begin a value but are not all of it.</summary>
    private static int LengthOfBeginning(string seen, string needle, int from)
    {
        if (seen.Length == 0)
        {
            return 0;
        }

        char last = seen[^1];
        for (int length = Math.Min(needle.Length - 1, seen.Length - from); length > 0; length--)
        {
            if (needle[length - 1] == last && seen.AsSpan(seen.Length - length).SequenceEqual(needle.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }

    private void Remember(List<Begun> begun)
    {
        if (begun.Count == 0)
        {
            _begun.Remove(_step);
            return;
        }

        if (_begun.Count >= StepsAtOnce && !_begun.ContainsKey(_step))
        {
            // No engine runs as many; whoever prints such lines is not helped by it.
            _begun.Clear();
        }

        _begun[_step] = begun;
    }

    // "#7 0.123 " before each line of a step that BuildKit runs.
    [GeneratedRegex(
        @"^(?<step>#[0-9]+) ([0-9]+\.[0-9]+ )?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefix();

    /// <summary>A value of which so many characters have been printed.</summary>
    private sealed record Begun(string Needle, int Length);
}
