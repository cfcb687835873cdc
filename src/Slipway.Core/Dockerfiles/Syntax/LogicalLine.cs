using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>
/// One instruction with its continuation lines joined, and where each of its characters stands in the text.
/// </summary>
internal sealed class LogicalLine
{
    private readonly StringBuilder _text = new();
    private readonly List<(int Logical, int Source)> _pieces = [];

    public int Length => _text.Length;

    public void Append(ReadOnlySpan<char> piece, int source)
    {
        if (!piece.IsEmpty)
        {
            _pieces.Add((_text.Length, source));
            _text.Append(piece);
        }
    }

    /// <summary>Where a character of the joined line stands in the text that was scanned.</summary>
    public int SourceOf(int position)
    {
        int low = 0;
        int high = _pieces.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_pieces[middle].Logical <= position)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        var (logical, source) = _pieces[low];
        return source + position - logical;
    }

    public override string ToString() => _text.ToString();
}
