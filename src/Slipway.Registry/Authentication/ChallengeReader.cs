using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Slipway.Registry.Authentication;

/// <summary>Reads <c>WWW-Authenticate</c>: several challenges, in one line or in several.</summary>
/// <remarks>
/// <code>
/// challenge  = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
/// auth-param = token BWS "=" BWS ( token / quoted-string )
/// </code>
/// https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1. A comma separates challenges as well as parameters: a word
/// that no equals sign follows begins the next challenge. What is malformed is skipped up to the next comma.
/// </remarks>
internal sealed class ChallengeReader
{
    // https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // https://www.rfc-editor.org/rfc/rfc9110#section-11.2, without the '=' at its end.
    private static readonly SearchValues<char> Token68Characters = SearchValues.Create(
        "-._~+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly string _text;
    private readonly ImmutableArray<AuthChallenge>.Builder _challenges = ImmutableArray.CreateBuilder<AuthChallenge>();
    private string? _scheme;
    private ImmutableSortedDictionary<string, string>.Builder _parameters = NewParameters();
    private int _at;

    private ChallengeReader(string text) => _text = text;

    /// <param name="values">The values of the header's lines.</param>
    public static ImmutableArray<AuthChallenge> Read(IEnumerable<string> values) =>
        [.. values.SelectMany(value => new ChallengeReader(value).Read())];

    private ImmutableArray<AuthChallenge> Read()
    {
        while (Skip(" \t,"))
        {
            string word = Word(TokenCharacters);
            int afterWord = _at;
            Skip(" \t");
            if (word.Length == 0)
            {
                SkipItem();
            }
            else if (_scheme is not null && Take('='))
            {
                ReadParameter(word);
            }
            else
            {
                Finish();
                _scheme = word.ToLowerInvariant();
                // A token in place of parameters needs a space before it.
                SkipToken68(_at > afterWord);
            }
        }

        Finish();
        return _challenges.ToImmutable();
    }

    private void ReadParameter(string name)
    {
        Skip(" \t");
        string? value = Take('"') ? Quoted() : Word(TokenCharacters);
        Skip(" \t");
        if (value is { } known && (_at == _text.Length || _text[_at] == ','))
        {
            // The first of two says it; a second one is not allowed.
            _parameters.TryAdd(name.ToLowerInvariant(), known);
        }
        else
        {
            SkipItem();
        }
    }

    private string? Quoted()
    {
        var value = new StringBuilder();
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == '"')
            {
                _at++;
                return value.ToString();
            }

            // A backslash takes the next character as it is.
            _at += _text[_at] == '\\' && _at + 1 < _text.Length ? 1 : 0;
            value.Append(_text[_at]);
        }

        return null;
    }

    private void SkipToken68(bool isApart)
    {
        int start = _at;
        if (!isApart || Word(Token68Characters).Length == 0)
        {
            return;
        }

        while (Take('='))
        {
        }

        if (Skip(" \t") && _text[_at] != ',')
        {
            // It was the name of a parameter.
            _at = start;
        }
    }

    private void SkipItem()
    {
        while (_at < _text.Length && _text[_at] != ',')
        {
            if (_text[_at++] == '"')
            {
                _ = Quoted();
            }
        }
    }

    private void Finish()
    {
        if (_scheme is { } scheme)
        {
            _challenges.Add(new AuthChallenge(scheme, _parameters.ToImmutable()));
        }

        _scheme = null;
        _parameters = NewParameters();
    }

    private string Word(SearchValues<char> characters)
    {
        int length = _text.AsSpan(_at).IndexOfAnyExcept(characters);
        string word = length < 0 ? _text[_at..] : _text.Substring(_at, length);
        _at += word.Length;
        return word;
    }

    private bool Take(char wanted)
    {
        bool isThere = _at < _text.Length && _text[_at] == wanted;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    /// <returns>False at the end of the text.</returns>
    private bool Skip(string characters)
    {
        while (_at < _text.Length && characters.Contains(_text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        return _at < _text.Length;
    }

    private static ImmutableSortedDictionary<string, string>.Builder NewParameters() =>
        ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
}

/// <summary>What a server wants to be shown (https://www.rfc-editor.org/rfc/rfc9110#section-11.3).</summary>
/// <param name="Scheme">The scheme, in small letters.</param>
/// <param name="Parameters">By name, in small letters; empty when the challenge has a token instead.</param>
internal sealed record AuthChallenge(string Scheme, ImmutableSortedDictionary<string, string> Parameters)
{
    public const string Bearer = "bearer";
    public const string Basic = "basic";

    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);
}
