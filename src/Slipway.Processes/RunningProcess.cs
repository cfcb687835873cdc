using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Slipway.Processes;

/// <summary>A process that is safe to signal: its start time tells it from a later one with the same number.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Started">Clock ticks since boot, as <c>/proc</c> has it; 0 on systems without <c>/proc</c>.</param>
public readonly partial record struct RunningProcess(int Id, ulong Started)
{
    // https://man7.org/linux/man-pages/man7/signal.7.html; the same numbers on macOS.
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static RunningProcess Current => Of(Environment.ProcessId);

    public static RunningProcess Of(int id) => new(id, ReadStat(id)?.Started ?? 0);

    public bool IsAlive
    {
        get
        {
            if (OperatingSystem.IsLinux())
            {
                return ReadStat(Id) is { } stat && stat.Started == Started && stat.State is not ('Z' or 'X');
            }

            try
            {
                using var process = Process.GetProcessById(Id);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    public void Signal(int signal)
    {
        if (IsAlive)
        {
            _ = SendSignal(Id, signal);
        }
    }

    /// <summary>Kills everything that it started, and what that started.</summary>
    public void EndDescendants()
    {
        foreach (var descendant in Descendants())
        {
            descendant.Signal(Kill);
        }
    }

    /// <summary>Everything that it started, and what that started. Empty on systems without <c>/proc</c>.</summary>
    public IReadOnlyList<RunningProcess> Descendants()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var children = new Dictionary<int, List<RunningProcess>>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, null, out int id) && ReadStat(id) is { } stat)
            {
                (children.TryGetValue(stat.Parent, out var list) ? list : children[stat.Parent] = []).Add(
                    new RunningProcess(id, stat.Started));
            }
        }

        var found = new List<RunningProcess>();
        var open = new Queue<int>([Id]);
        while (open.TryDequeue(out int parent))
        {
            foreach (var child in children.GetValueOrDefault(parent) ?? [])
            {
                found.Add(child);
                open.Enqueue(child.Id);
            }
        }

        return found;
    }

    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name, in brackets, may hold spaces and brackets.
    private static (char State, int Parent, ulong Started)? ReadStat(int id)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1]), ulong.Parse(fields[19]));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
