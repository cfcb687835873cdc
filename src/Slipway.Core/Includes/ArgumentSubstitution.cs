using System.Text;
using Slipway.Core.Dockerfiles.Syntax;

namespace Slipway.Core.Includes;

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

    /// <summary>The places of the variable in a line, in order.</summary>
    public IEnumerable<Range> Places(string line)
    {
        for (int place = Find(line, 0); place >= 0; place = Find(line, place + _variable.Length))
        {
            yield return place..(place + _variable.Length);
        }
    }

    /// <summary>How long the line becomes, without making it.</summary>
    public long LengthAfter(string line) =>
        line.Length + (Places(line).Count() * ((long)Value.Length - _variable.Length));

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
