namespace Slipway.Core.Includes;

/// <summary>
/// Says where on disk a place in the expanded text comes from; expansion removes, changes and adds text.
/// </summary>
internal sealed class SourceMap
{
    private readonly List<int> _starts = [];
    private readonly List<(int Line, SourcePiece Piece)> _pieces = [];

    /// <summary>Adds the next line of expanded text.</summary>
    /// <param name="start">Where it starts, in UTF-16 units.</param>
    /// <param name="line">The line on disk, from 1.</param>
    /// <param name="text">What was made of it.</param>
    public void Add(int start, int line, SubstitutedLine text)
    {
        foreach (var piece in text.Pieces)
        {
            Add(start + piece.Start, line, piece);
        }
    }

    /// <summary>Adds text that a line on disk stands for and does not hold.</summary>
    public void AddOther(int start, int line) => Add(start, line, SourcePiece.Other);

    /// <summary>The line on disk, from 1; the first for a place before all text.</summary>
    public int LineOf(int position) => IndexOf(position) is >= 0 and var index ? _pieces[index].Line : 1;

    /// <summary>The one piece that a stretch of the expanded text is from, and where in the piece it begins.</summary>
    /// <returns>Null when it is put together from several, or from nothing on disk.</returns>
    public (int Line, SourcePiece Piece, int Offset)? Find(int start, int end)
    {
        int index = IndexOf(start);
        if (index < 0 || (index + 1 < _starts.Count && _starts[index + 1] < end) || _pieces[index].Piece.IsOther)
        {
            return null;
        }

        var (line, piece) = _pieces[index];
        return (line, piece, start - _starts[index]);
    }

    private void Add(int start, int line, SourcePiece piece)
    {
        _starts.Add(start);
        _pieces.Add((line, piece));
    }

    private int IndexOf(int position)
    {
        int found = _starts.BinarySearch(position);
        return found >= 0 ? found : ~found - 1;
    }
}
