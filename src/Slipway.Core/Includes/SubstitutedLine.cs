using System.Text;

namespace Slipway.Core.Includes;

/// <summary>A line in which values are put in the places of variables, and where each part of it comes from.</summary>
internal sealed class SubstitutedLine(string text)
{
    // Arguments that name each other could make millions; nobody wants to know where each of them is from.
    private const int MaximumPieces = 1000;

    private List<SourcePiece> _pieces = [new SourcePiece(0, 0)];

    public string Text { get; private set; } = text;

    /// <summary>In order, together the whole line.</summary>
    public IReadOnlyList<SourcePiece> Pieces => _pieces;

    public void Apply(ArgumentSubstitution substitution)
    {
        var result = new StringBuilder(Text.Length + substitution.Value.Length);
        var pieces = new List<SourcePiece>();
        int copied = 0;
        int next = 0;
        foreach (var place in substitution.Places(Text))
        {
            Copy(copied..place.Start.Value, result.Length, pieces, ref next);
            result.Append(Text, copied, place.Start.Value - copied);
            if (substitution.Value.Length > 0)
            {
                pieces.Add(new SourcePiece(result.Length, 0, substitution.Name, substitution.Value.Length));
                result.Append(substitution.Value);
            }

            copied = place.End.Value;
        }

        Copy(copied..Text.Length, result.Length, pieces, ref next);
        Text = result.Append(Text, copied, Text.Length - copied).ToString();
        _pieces = pieces.Count > MaximumPieces ? [SourcePiece.Other] : pieces;
    }

    /// <summary>
    /// What a stretch of the line is made of, for a line in which it starts at <paramref name="target"/>.
    /// </summary>
    /// <param name="stretch">The stretch; they come in order.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="copies">Gets its pieces.</param>
    /// <param name="next">The first piece that is not over before the stretch.</param>
    private void Copy(Range stretch, int target, List<SourcePiece> copies, ref int next)
    {
        var (from, to) = (stretch.Start.Value, stretch.End.Value);
        for (; next < _pieces.Count; next++)
        {
            var piece = _pieces[next];
            int pieceEnd = next + 1 < _pieces.Count ? _pieces[next + 1].Start : Text.Length;
            int start = Math.Max(from, piece.Start);
            int end = Math.Min(to, pieceEnd);
            if (start < end)
            {
                bool isWhole = start == piece.Start && end == pieceEnd;
                copies.Add(piece with
                {
                    Start = target + start - from,
                    Column = piece.Column + start - piece.Start,
                    IsOther = piece.IsOther || (piece.Argument is not null && !isWhole),
                });
            }

            if (pieceEnd > to)
            {
                return;
            }
        }
    }
}

/// <summary>A stretch of an expanded line that has one origin.</summary>
/// <param name="Start">Where it starts in the expanded line, in UTF-16 units.</param>
/// <param name="Column">Where it starts in the line on disk, from 0, when it stands there.</param>
/// <param name="Argument">The argument whose whole value it is, or null.</param>
/// <param name="Length">How long that value is.</param>
/// <param name="IsOther">Whether it is neither: a part of a value, or text that no file holds.</param>
internal readonly record struct SourcePiece(
    int Start, int Column, string? Argument = null, int Length = 0, bool IsOther = false)
{
    public static readonly SourcePiece Other = new(0, 0, IsOther: true);
}
