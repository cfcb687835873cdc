namespace Slipway.Core.Dockerfiles;

/// <summary>Says from which line on disk a place in the expanded text comes; expansion removes and adds lines.</summary>
internal sealed class LineMap
{
    private readonly List<int> _starts = [];
    private readonly List<int> _lines = [];

    /// <summary>Adds the next piece of expanded text. Pieces come in order.</summary>
    /// <param name="start">Where it starts, in UTF-16 units.</param>
    /// <param name="line">The line on disk, from 1.</param>
    public void Add(int start, int line)
    {
        _starts.Add(start);
        _lines.Add(line);
    }

    /// <summary>The line on disk, from 1; the first for a place before all pieces.</summary>
    public int LineOf(int position)
    {
        int found = _starts.BinarySearch(position);
        int index = found >= 0 ? found : ~found - 1;
        return index < 0 ? 1 : _lines[index];
    }
}
