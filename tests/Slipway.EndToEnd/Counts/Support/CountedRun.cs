using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Counts.Support;

/// <summary>
/// What a command asked of the kernel, as strace wrote it down: the same on every machine, whatever it is busy with.
/// </summary>
/// <remarks>
/// The file calls are those of slipway itself; the programs that it starts count as one start each, and what they do is
/// not looked at. The lines are those of https://man7.org/linux/man-pages/man1/strace.1.html with <c>-y</c>.
/// </remarks>
internal sealed partial class CountedRun
{
    private const string Calls =
        "openat,openat2,read,pread64,readv,preadv,write,pwrite64,writev,pwritev,getdents64,"
        + "execve,clone,clone3,vfork,fork";

    private readonly Dictionary<string, int> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _listed = new(StringComparer.Ordinal);
    private readonly List<string> _started = [];

    /// <summary>What it printed.</summary>
    public required string Output { get; init; }

    /// <summary>The programs that it started, by their names, in no order.</summary>
    public IReadOnlyList<string> Started => _started;

    public static async Task RequireAsync()
    {
        Machine.RequireSlipway();
        await Machine.RequireToolAsync("strace", "-o", "/dev/null", "true");
    }

    /// <summary>Runs slipway in the tree of a sandbox; it must succeed.</summary>
    public static async Task<CountedRun> OfAsync(Sandbox sandbox, params string[] arguments)
    {
        using var folder = new TempFolder();
        string prefix = Path.Join(folder.Path, "calls");
        var result = await Tool.RunAsync(
            "strace",
            ["-ff", "-qq", "-y", "-s", "0", "-o", prefix, "-e", $"trace={Calls}", Machine.Slipway, .. arguments],
            sandbox.Tree,
            sandbox.Variables());
        Assert.True(result.ExitCode == 0, $"slipway {string.Join(' ', arguments)}: {result}");
        var run = new CountedRun { Output = result.Output };
        run.Add(Directory.GetFiles(folder.Path).ToFrozenDictionary(
            file => int.Parse(Path.GetExtension(file)[1..], CultureInfo.InvariantCulture), File.ReadAllLines));
        return run;
    }

    /// <summary>How often each file below a folder was opened to be read or written, by its path from there.</summary>
    public ImmutableSortedDictionary<string, int> OpenedBelow(string folder) => Below(_opened, folder);

    /// <summary>The bytes that were read of each file below a folder.</summary>
    public ImmutableSortedDictionary<string, long> ReadBelow(string folder) => Below(_read, folder);

    /// <summary>The bytes that were written into each file below a folder.</summary>
    public ImmutableSortedDictionary<string, long> WrittenBelow(string folder) => Below(_written, folder);

    /// <summary>How often each folder below one was listed.</summary>
    public ImmutableSortedDictionary<string, int> ListedBelow(string folder) => Below(_listed, folder);

    private static ImmutableSortedDictionary<string, T> Below<T>(Dictionary<string, T> counts, string folder) => counts
        .Where(pair => pair.Key.StartsWith(folder + "/", StringComparison.Ordinal))
        .ToImmutableSortedDictionary(
            pair => pair.Key[(folder.Length + 1)..], pair => pair.Value, StringComparer.Ordinal);

    /// <param name="traces">The lines of each thread and process, by its id.</param>
    private void Add(FrozenDictionary<int, string[]> traces)
    {
        var parents = traces
            .SelectMany(trace => trace.Value.Select(line => (Parent: trace.Key, Match: ForkLine().Match(line))))
            .Where(found => found.Match.Success)
            .ToFrozenDictionary(
                found => int.Parse(found.Match.Groups["id"].Value, CultureInfo.InvariantCulture),
                found => found.Parent);
        // A program that is ended while it starts another one leaves lines of which nobody is the parent.
        int first = traces.Single(trace => trace.Value
            .Take(1)
            .Any(line => StartLine().Match(line) is { Success: true } start
                && start.Groups["program"].Value == Machine.Slipway)).Key;
        foreach (var (id, lines) in traces)
        {
            if (lines.Select(line => StartLine().Match(line)).FirstOrDefault(match => match.Success) is { } start
                && id != first)
            {
                if (parents.TryGetValue(id, out int parent) && IsOwn(parent))
                {
                    _started.Add(Path.GetFileName(start.Groups["program"].Value));
                }
            }
            else if (IsOwn(id))
            {
                Array.ForEach(lines, Add);
            }
        }

        // A thread of slipway's, whose ancestors became no other program.
        bool IsOwn(int id) => id == first
            || (traces.TryGetValue(id, out string[]? lines)
                && !lines.Any(line => StartLine().IsMatch(line))
                && parents.TryGetValue(id, out int parent)
                && IsOwn(parent));
    }

    private void Add(string line)
    {
        if (OpenLine().Match(line) is { Success: true } opened)
        {
            // A handle that only names something reads nothing, and folders are counted when they are listed.
            if (!line.Contains("O_PATH", StringComparison.Ordinal)
                && !line.Contains("O_DIRECTORY", StringComparison.Ordinal))
            {
                Count(_opened, opened.Groups["path"].Value, 1);
            }
        }
        else if (ListLine().Match(line) is { Success: true } listed)
        {
            // The last call of each listing has no entries.
            if (listed.Groups["count"].Value == "0")
            {
                Count(_listed, listed.Groups["path"].Value, 1);
            }
        }
        else if (TransferLine().Match(line) is { Success: true } moved)
        {
            Count(
                moved.Groups["call"].Value.Contains("read", StringComparison.Ordinal) ? _read : _written,
                moved.Groups["path"].Value,
                long.Parse(moved.Groups["bytes"].Value, CultureInfo.InvariantCulture));
        }
    }

    private static void Count<T>(Dictionary<string, T> counts, string path, T more)
        where T : System.Numerics.INumber<T> =>
        counts[path] = counts.GetValueOrDefault(path, T.Zero) + more;

    [GeneratedRegex(@"^execve\(""(?<program>[^""]+)"".*\) += 0$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StartLine();

    [GeneratedRegex(@"^(clone|clone3|vfork|fork)\(.*\) += (?<id>[0-9]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ForkLine();

    [GeneratedRegex(@"^openat2?\(.*\) += [0-9]+<(?<path>/[^>]*)>$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OpenLine();

    [GeneratedRegex(
        @"^getdents64\([0-9]+<(?<path>/[^>]*)>, .* /\* (?<count>[0-9]+) entries \*/",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex ListLine();

    [GeneratedRegex(
        @"^(?<call>p?(read|write)v?(64)?)\([0-9]+<(?<path>/[^>]*)>.*\) += (?<bytes>[0-9]+)$",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex TransferLine();
}
