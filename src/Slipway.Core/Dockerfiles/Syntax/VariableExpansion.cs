using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>Puts values in the places of variables in one word of a Dockerfile, and takes its quotes off.</summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#environment-replacement</remarks>
internal sealed class VariableExpansion
{
    // Deeper nesting of ${a:-${b:-…}} is taken for an attack on the stack.
    private const int MaximumDepth = 32;

    private readonly string _word;
    private readonly char _escape;
    private readonly Func<string, string?> _valueOf;
    private readonly ExpansionBudget _budget;
    private int _next;

    private VariableExpansion(string word, char escape, Func<string, string?> valueOf, ExpansionBudget budget)
    {
        _word = word;
        _escape = escape;
        _valueOf = valueOf;
        _budget = budget;
    }

    /// <param name="word">One word.</param>
    /// <param name="escape">The Dockerfile's escape character.</param>
    /// <param name="valueOf">The value of a variable, or null when it has none.</param>
    /// <param name="budget">What all words of the Dockerfile may expand to together.</param>
    /// <param name="expanded">The word with values put in; a variable without one is nothing.</param>
    /// <returns>
    /// False for a substitution that is malformed, of a kind that is not understood, or over the budget.
    /// </returns>
    public static bool TryExpand(
        string word, char escape, Func<string, string?> valueOf, ExpansionBudget budget, out string expanded)
    {
        if (word.AsSpan().IndexOfAny("$'\"") < 0 && !word.Contains(escape))
        {
            expanded = word;
            return true;
        }

        var expansion = new VariableExpansion(word, escape, valueOf, budget);
        var result = new StringBuilder();
        bool understood = expansion.ReadUntil('\0', result, depth: 0);
        expanded = result.ToString();
        return understood;
    }

    /// <summary>
    /// The variable that a word is and nothing else, <c>$NAME</c> or <c>${NAME}</c>, in quotes or not; or null.
    /// </summary>
    public static string? OnlyVariableOf(string word)
    {
        var text = word.AsSpan();
        text = text.Length > 1 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        if (text.IsEmpty || text[0] != '$')
        {
            return null;
        }

        text = text[1..];
        text = text.Length > 1 && text[0] == '{' && text[^1] == '}' ? text[1..^1] : text;
        return ArgumentName.IsValid(text) ? text.ToString() : null;
    }

    /// <summary>Reads to behind a character; NUL stands for the end of the word.</summary>
    private bool ReadUntil(char stop, StringBuilder result, int depth)
    {
        char quote = '\0';
        while (_next < _word.Length)
        {
            char c = _word[_next++];
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\'')
            {
                result.Append(c);
            }
            else if (c == stop && quote == '\0' && stop != '\0')
            {
                return true;
            }
            else if (c is '\'' or '"' && quote == '\0')
            {
                quote = c;
            }
            else if (c == _escape)
            {
                ReadEscaped(quote, result);
            }
            else if (c == '$')
            {
                if (!ReadVariable(result, depth))
                {
                    return false;
                }
            }
            else
            {
                result.Append(c);
            }
        }

        return stop == '\0' && quote == '\0';
    }

    private void ReadEscaped(char quote, StringBuilder result)
    {
        if (_next == _word.Length)
        {
            return;
        }

        char c = _word[_next++];
        if (quote == '"' && c != '"' && c != '$' && c != _escape)
        {
            result.Append(_escape);
        }

        result.Append(c);
    }

    private bool ReadVariable(StringBuilder result, int depth)
    {
        if (_next == _word.Length || _word[_next] != '{')
        {
            string bare = ReadName();
            return TryAppend(bare.Length == 0 ? "$" : _valueOf(bare), result);
        }

        _next++;
        string name = ReadName();
        if (name.Length == 0 || _next == _word.Length || depth == MaximumDepth)
        {
            return false;
        }

        char modifier = _word[_next++];
        string? value = _valueOf(name);
        if (modifier == '}')
        {
            return TryAppend(value, result);
        }

        if (modifier == ':' && _next < _word.Length)
        {
            modifier = _word[_next++];
            value = value is { Length: 0 } ? null : value;
        }

        var alternative = new StringBuilder();
        if (modifier is not ('-' or '+' or '?') || !ReadUntil('}', alternative, depth + 1))
        {
            return false;
        }

        return modifier switch
        {
            '-' when value is null => TryAppend(alternative.ToString(), result),
            '+' when value is null => true,
            '+' => TryAppend(alternative.ToString(), result),
            _ => TryAppend(value, result),
        };
    }

    private bool TryAppend(string? value, StringBuilder result)
    {
        if (value is null)
        {
            return true;
        }

        if (!_budget.TryTake(value.Length))
        {
            return false;
        }

        result.Append(value);
        return true;
    }

    private string ReadName()
    {
        int start = _next;
        if (_next < _word.Length && char.IsDigit(_word[_next]))
        {
            return string.Empty;
        }

        while (_next < _word.Length && (char.IsLetterOrDigit(_word[_next]) || _word[_next] == '_'))
        {
            _next++;
        }

        return _word[start.._next];
    }
}
