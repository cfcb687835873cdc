using System.Globalization;

namespace Slipway.EndToEnd.Faults.Support;

/// <summary>A process of this machine: its start time tells it from a later one with the same number.</summary>
internal sealed record ProcessEntry(int Id, int Parent, string Started)
{
    /// <summary>The process is there and has not ended.</summary>
    public bool IsAlive => Read(Id) is { } now && now.Started == Started;

    /// <summary>Its arguments, or nothing when it has ended.</summary>
    public string CommandLine => ReadText("cmdline").Replace('\0', ' ');

    public static IReadOnlyList<ProcessEntry> DescendantsOf(int id)
    {
        var children = Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int number)
                    ? Read(number)
                    : null)
            .OfType<ProcessEntry>()
            .ToLookup(process => process.Parent);
        var found = new List<ProcessEntry>();
        var open = new Queue<int>([id]);
        while (open.TryDequeue(out int parent))
        {
            found.AddRange(children[parent]);
            foreach (var child in children[parent])
            {
                open.Enqueue(child.Id);
            }
        }

        return found;
    }

    public static ProcessEntry? Read(int id)
    {
        string stat = new ProcessEntry(id, 0, string.Empty).ReadText("stat");
        if (stat.Length == 0)
        {
            return null;
        }

        // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name, in brackets, may hold anything.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X"
            ? null
            : new ProcessEntry(id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
    }

    private string ReadText(string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{Id}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
