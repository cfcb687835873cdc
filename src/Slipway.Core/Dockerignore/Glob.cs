using System.Collections.Immutable;
using System.Text;

namespace Slipway.Core.Dockerignore;

/// <summary>A pattern of <c>.dockerignore</c> with wildcards, matched against whole paths in at most as many steps as
/// it has for each character of the path.</summary>
/// <remarks>
/// Slashes and wildcards as moby's patternmatcher turns them into a regular expression
/// (https://github.com/moby/patternmatcher/blob/main/patternmatcher.go, <c>compile</c>).
/// </remarks>
internal sealed class Glob
{
    private const int OnStack = 256;

    private readonly ImmutableArray<GlobToken> _tokens;

    /// <param name="pattern">Cleaned, and accepted by <see cref="GoPath.IsPattern"/>.</param>
    public Glob(string pattern) => _tokens = Compile(pattern);

    public bool Matches(ReadOnlySpan<char> path)
    {
        int end = _tokens.Length;
        Span<bool> current = end < OnStack ? stackalloc bool[OnStack] : new bool[end + 1];
        Span<bool> next = end < OnStack ? stackalloc bool[OnStack] : new bool[end + 1];
        current.Clear();
        next.Clear();
        // The steps that the path may have come to, which are all between these two: most paths leave most patterns
        // soon.
        int first = 0;
        int last = Enter(current, 0);
        foreach (var rune in path.EnumerateRunes())
        {
            int nextFirst = end + 1;
            int nextLast = -1;
            for (int i = first; i <= last; i++)
            {
                if (!current[i])
                {
                    continue;
                }

                current[i] = false;
                if (i == end)
                {
                    break;
                }

                var token = _tokens[i];
                if (token.Takes(rune))
                {
                    nextFirst = Math.Min(nextFirst, i + 1);
                    nextLast = Math.Max(nextLast, Enter(next, i + 1));
                }
                else if (token.Repeats(rune))
                {
                    // Within AnyFolders the next step is only reached through a slash, so it is not entered here.
                    next[i] = true;
                    nextFirst = Math.Min(nextFirst, i);
                    nextLast = Math.Max(nextLast, i);
                    if (token.Kind != GlobTokenKind.AnyFolders || rune.Value == '/')
                    {
                        nextLast = Math.Max(nextLast, Enter(next, i + 1));
                    }
                }
            }

            if (nextLast < 0)
            {
                return false;
            }

            var swap = current;
            current = next;
            next = swap;
            (first, last) = (nextFirst, nextLast);
        }

        return current[end];
    }

    /// <returns>The last step that is reached with it: those that may take nothing are passed.</returns>
    private int Enter(Span<bool> states, int state)
    {
        states[state] = true;
        while (state < _tokens.Length && _tokens[state].IsOptional && !states[state + 1])
        {
            states[++state] = true;
        }

        return state;
    }

    private static ImmutableArray<GlobToken> Compile(string pattern)
    {
        var tokens = ImmutableArray.CreateBuilder<GlobToken>();
        for (int i = 0; i < pattern.Length;)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    i += 2;
                    i += i < pattern.Length && pattern[i] == '/' ? 1 : 0;
                    tokens.Add(new GlobToken(
                        i == pattern.Length ? GlobTokenKind.Everything : GlobTokenKind.AnyFolders));
                    break;
                case '*':
                    tokens.Add(new GlobToken(GlobTokenKind.Star));
                    i++;
                    break;
                case '?':
                    tokens.Add(new GlobToken(GlobTokenKind.AnyCharacter));
                    i++;
                    break;
                case '[':
                    int close = GoPath.ClassEnd(pattern, i);
                    tokens.Add(Class(pattern.AsSpan((i + 1)..close)));
                    i = close + 1;
                    break;
                default:
                    tokens.Add(new GlobToken(GlobTokenKind.Literal, Character(pattern, ref i)));
                    break;
            }
        }

        return tokens.ToImmutable();
    }

    private static GlobToken Class(ReadOnlySpan<char> text)
    {
        bool negated = text[0] == '^';
        var ranges = ImmutableArray.CreateBuilder<(Rune, Rune)>();
        for (int i = negated ? 1 : 0; i < text.Length;)
        {
            var low = Character(text, ref i);
            var high = low;
            if (i < text.Length && text[i] == '-')
            {
                i++;
                high = Character(text, ref i);
            }

            ranges.Add((low, high));
        }

        return new GlobToken(GlobTokenKind.Class, Ranges: ranges.ToImmutable(), Negated: negated);
    }

    private static Rune Character(ReadOnlySpan<char> text, ref int i)
    {
        if (text[i] == '\\' && i + 1 < text.Length)
        {
            i++;
        }

        _ = Rune.DecodeFromUtf16(text[i..], out var rune, out int length);
        i += length;
        return rune;
    }
}
