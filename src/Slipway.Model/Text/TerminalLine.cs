using System.Text;

namespace Slipway.Model.Text;

/// <summary>A line as a terminal is left showing it.</summary>
public static class TerminalLine
{
    // What commands may erase, all together: a long line with thousands of them is not to take quadratic time.
    private const int CellsPerCharacter = 64;

    /// <summary>
    /// Follows what moves the cursor within the line and what erases, and leaves out every other command. What is
    /// written over is gone; a place beyond the line's end is its end.
    /// </summary>
    public static string Shown(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\0', '\u001f') && !line.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            return line;
        }

        var cells = new Cells(CellsPerCharacter * (long)line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            int length = ControlSequence.LengthAt(line, i);
            if (length > 0)
            {
                if (ControlSequence.TryReadCommand(line.AsSpan(i, length), out char final, out int number))
                {
                    cells.Do(final, number);
                }

                i += length - 1;
            }
            else if (line[i] == '\r')
            {
                cells.MoveTo(0);
            }
            else if (line[i] == '\b')
            {
                cells.Move(-1);
            }
            else if (line[i] == '\t' || !char.IsControl(line[i]))
            {
                bool isPair = i + 1 < line.Length && char.IsSurrogatePair(line[i], line[i + 1]);
                cells.Put(isPair ? line.Substring(i++, 2) : line[i].ToString());
            }
        }

        return cells.ToString();
    }

    /// <param name="budget">How many cells may be erased or moved; commands after that are left out.</param>
    private sealed class Cells(long budget)
    {
        private readonly List<string> _cells = [];
        private long _budget = budget;
        private int _cursor;

        public void Put(string character)
        {
            if (_cursor < _cells.Count)
            {
                _cells[_cursor] = character;
            }
            else
            {
                _cells.Add(character);
            }

            _cursor++;
        }

        public void Move(int by) => MoveTo((int)Math.Clamp((long)_cursor + by, 0, _cells.Count));

        public void MoveTo(int column) => _cursor = Math.Clamp(column, 0, _cells.Count);

        public void Do(char final, int number)
        {
            int count = Math.Max(number, 1);
            switch (final)
            {
                case 'C' or 'a':
                    Move(count);
                    break;
                case 'D':
                    Move(-count);
                    break;
                case 'G' or '`':
                    MoveTo(count - 1);
                    break;
                case 'E' or 'F' or 'H' or 'f':
                    // To another line, of which nothing is known here, and to its start.
                    MoveTo(0);
                    break;
                case 'K' or 'J':
                    Erase(number);
                    break;
                case 'P':
                    Remove(count);
                    break;
                case 'X':
                    Blank(_cursor, Math.Min(count, _cells.Count - _cursor));
                    break;
            }
        }

        public override string ToString() => new StringBuilder().AppendJoin(null, _cells).ToString();

        private void Erase(int what)
        {
            if (what == 0)
            {
                Remove(int.MaxValue);
            }
            else if (what == 1)
            {
                Blank(0, Math.Min(_cursor + 1, _cells.Count));
            }
            else
            {
                Remove(int.MaxValue);
                Blank(0, _cursor);
            }
        }

        private void Remove(int count)
        {
            if (Pay(_cells.Count - _cursor))
            {
                _cells.RemoveRange(_cursor, Math.Min(count, _cells.Count - _cursor));
            }
        }

        private bool Pay(int cells)
        {
            _budget -= cells;
            return _budget >= 0;
        }

        private void Blank(int start, int count)
        {
            if (!Pay(count))
            {
                return;
            }

            for (int i = start; i < start + count; i++)
            {
                _cells[i] = " ";
            }
        }
    }
}
