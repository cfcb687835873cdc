namespace Slipway.Processes;

/// <summary>Keeps the last lines of what a program prints.</summary>
public sealed class OutputTail
{
    private const int Capacity = 100;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>The last line that is not empty.</summary>
    public string? Last => Lines.LastOrDefault(line => line.Trim().Length > 0);

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public void Add(string line)
    {
        lock (_gate)
        {
            if (_lines.Count == Capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }
}
