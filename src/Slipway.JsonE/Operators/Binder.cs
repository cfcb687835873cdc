using System.Collections.Immutable;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Operators;

/// <summary>A key that names variables, such as <c>each(x, i)</c>.</summary>
/// <param name="Word">What is before the bracket.</param>
/// <param name="Least">How many names it has at least.</param>
/// <param name="Most">How many names it has at most.</param>
internal sealed record Binder(string Word, int Least, int Most)
{
    private string Opening => $"{Word}(";

    /// <summary>Whether a key ends so.</summary>
    public bool IsEndOf(string key) =>
        key.LastIndexOf(Opening, StringComparison.Ordinal) is >= 0 and var at && Read(key, at) is not null;

    /// <summary>The names in a key; null when it is not such a key.</summary>
    public ImmutableArray<string>? NamesIn(string key) =>
        key.StartsWith(Opening, StringComparison.Ordinal) ? Read(key, 0) : null;

    /// <summary>Finds the key besides some that are known, and what stands there.</summary>
    /// <exception cref="JsonEException">There is no such key.</exception>
    public (ImmutableArray<string> Names, Value Template) FindIn(Operation operation, params string[] known)
    {
        string key = operation.Template.Keys.First(key => key != operation.Name && !known.Contains(key));
        return NamesIn(key) is { } names
            ? (names, operation.Template.Find(key)!)
            : throw operation.Fault($"requires {Word}(identifier) syntax");
    }

    private ImmutableArray<string>? Read(string key, int start)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        int at = start + Opening.Length;
        while (true)
        {
            int end = Names.End(key, at);
            if (end == at || end == key.Length)
            {
                return null;
            }

            names.Add(key[at..end]);
            if (key[end] != ',')
            {
                return key[end] == ')' && end == key.Length - 1 && names.Count >= Least && names.Count <= Most
                    ? names.ToImmutable()
                    : null;
            }

            at = Whitespace.Skip(key, end + 1);
        }
    }
}
