using System.Text;

namespace Slipway.Core.Dockerfiles;

/// <summary>Puts the value of one <c># %ARG</c> in the places of <c>$NAME</c>.</summary>
/// <remarks>
/// <c>$NAME</c> counts where a word ends after it, as under the pattern <c>\$NAME\b</c> that taskgraph uses
/// (<c>taskgraph/util/docker.py</c>); <c>${NAME}</c> does not.
/// </remarks>
internal sealed class ArgumentSubstitution(string name, string value)
{
    private readonly string _variable = "$" + name;

    public string Name { get; } = name;

    public string Value { get; } = value;

    /// <returns>The same string when the variable is not in it.</returns>
    public string Apply(string line)
    {
        int place = Find(line, 0);
        if (place < 0)
        {
            return line;
        }

        var result = new StringBuilder(line.Length + Value.Length);
        int copied = 0;
        for (; place >= 0; place = Find(line, copied))
        {
            result.Append(line, copied, place - copied).Append(Value);
            copied = place + _variable.Length;
        }

        return result.Append(line, copied, line.Length - copied).ToString();
    }

    /// <summary>How long the line becomes, without making it.</summary>
    public long LengthAfter(string line)
    {
        long length = line.Length;
        for (int place = Find(line, 0); place >= 0; place = Find(line, place + _variable.Length))
        {
            length += Value.Length - _variable.Length;
        }

        return length;
    }

    public bool IsIn(string line) => Find(line, 0) >= 0;

    private int Find(string line, int from)
    {
        for (int place = line.IndexOf(_variable, from, StringComparison.Ordinal); place >= 0;
             place = line.IndexOf(_variable, place + 1, StringComparison.Ordinal))
        {
            int after = place + _variable.Length;
            if (after == line.Length
                || Rune.DecodeFromUtf16(line.AsSpan(after), out var next, out _) != System.Buffers.OperationStatus.Done
                || !PythonText.IsWord(next))
            {
                return place;
            }
        }

        return -1;
    }
}
