using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Text;

namespace Slipway.Trust.Json;

/// <summary>
/// Reads JSON that a signature covers: RFC 8259 to the letter, bounded in size and depth, and everything is noted that
/// the RFC leaves to readers.
/// </summary>
/// <remarks>
/// The readers of .NET take a byte order mark, and keep a lone surrogate until somebody asks for the text; that of
/// Python takes NaN. A document that is signed must say the same to all of them.
/// </remarks>
public sealed class StrictJson
{
    /// <summary>How deep values may be nested; workers and taskgraph need a dozen levels.</summary>
    public const int MaximumDepth = 128;

    /// <summary>Up to here every whole number is one of the 64 bits that most readers count in.</summary>
    private const double MostWhole = 9007199254740992;

    /// <summary>Bytes; the task graph of a large push has some hundred MiB.</summary>
    public const int MaximumSize = 512 << 20;

    private static readonly UTF8Encoding Utf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _text;
    private readonly ImmutableArray<string>.Builder _ambiguities = ImmutableArray.CreateBuilder<string>();
    private int _at;
    private int _depth;

    private StrictJson(string text) => _text = text;

    /// <param name="content">The bytes; nothing but one value, in UTF-8.</param>
    /// <param name="limit">Bytes at most.</param>
    public static JsonReading Read(ReadOnlySpan<byte> content, int limit = MaximumSize)
    {
        if (content.Length > limit)
        {
            return JsonReading.Failed($"it has {content.Length} bytes, more than {limit}");
        }

        if (content.StartsWith("\ufeff"u8))
        {
            return JsonReading.Failed("it begins with a byte order mark");
        }

        try
        {
            return Read(Utf8.GetString(content));
        }
        catch (ArgumentException)
        {
            return JsonReading.Failed("it is not UTF-8");
        }
    }

    /// <summary>Reads a text that was decoded already.</summary>
    public static JsonReading Read(string text)
    {
        var reader = new StrictJson(text);
        try
        {
            reader.SkipSpace();
            var value = reader.ReadValue();
            reader.SkipSpace();
            return reader._at == text.Length
                ? new JsonReading(value, null, reader._ambiguities.ToImmutable())
                {
                    Text = reader._ambiguities.Count > 0 ? text : null,
                }
                : JsonReading.Failed(reader.Complaint("something follows the value")) with { Text = text };
        }
        catch (FormatException exception)
        {
            return JsonReading.Failed(exception.Message) with { Text = text };
        }
    }

    private JsonNode? ReadValue() => Peek() switch
    {
        '{' => ReadNested(ReadObject),
        '[' => ReadNested(ReadArray),
        '"' => JsonValue.Create(ReadText()),
        't' when TryWord("true") => JsonValue.Create(true),
        'f' when TryWord("false") => JsonValue.Create(false),
        'n' when TryWord("null") => null,
        'N' or 'I' or '-' when ReadNoNumber() is { } word => Ambiguous<JsonNode?>(null, $"{word} stands for a number"),
        _ => ReadNumber(),
    };

    private JsonNode ReadNested(Func<JsonNode> read)
    {
        if (++_depth > MaximumDepth)
        {
            throw Refuse($"values are nested more than {MaximumDepth} deep");
        }

        _at++;
        SkipSpace();
        var value = read();
        _depth--;
        return value;
    }

    private JsonObject ReadObject()
    {
        var result = new JsonObject();
        if (TryWord("}"))
        {
            return result;
        }

        do
        {
            SkipSpace();
            string name = Peek() == '"' ? ReadText() : throw Refuse("a name in quotes is missing");
            SkipSpace();
            Expect(':');
            SkipSpace();
            var value = ReadValue();
            SkipSpace();
            if (result.ContainsKey(name))
            {
                Note($"the name '{Display.Line(name)}' stands twice in one object");
            }

            result[name] = value;
        }
        while (TryWord(","));
        Expect('}');
        return result;
    }

    private JsonArray ReadArray()
    {
        var result = new JsonArray();
        if (TryWord("]"))
        {
            return result;
        }

        do
        {
            SkipSpace();
            result.Add(ReadValue());
            SkipSpace();
        }
        while (TryWord(","));
        Expect(']');
        return result;
    }

    private string ReadText()
    {
        int start = ++_at;
        while (_at < _text.Length && _text[_at] is not ('"' or '\\') and >= ' ')
        {
            _at++;
        }

        if (Peek() == '"')
        {
            return _text[start.._at++];
        }

        var result = new StringBuilder(_text, start, _at - start, Math.Max(16, _at - start + 16));
        while (Peek() != '"')
        {
            char c = _text[_at++];
            result.Append(c switch
            {
                < ' ' => throw Refuse("a control character stands in a text"),
                '\\' => ReadEscape(),
                _ => c,
            });
        }

        _at++;
        string text = result.ToString();
        return HasLoneSurrogate(text) ? Ambiguous(text, "half of a surrogate pair stands alone in a text") : text;
    }

    private char ReadEscape()
    {
        char c = Peek();
        _at++;
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= _text.Length
                && ushort.TryParse(
                    _text.AsSpan(_at, 4),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out ushort unit):
                _at += 4;
                return (char)unit;
            default:
                throw Refuse("an escape in a text is none of JSON's");
        }
    }

    private JsonNode ReadNumber()
    {
        int start = _at;
        TryWord("-");
        if (!TryWord("0"))
        {
            ReadDigits();
        }

        if (TryWord("."))
        {
            ReadDigits();
        }

        if (TryWord("e") || TryWord("E"))
        {
            _ = TryWord("+") || TryWord("-");
            ReadDigits();
        }

        // Readers that count in binary make another number of these, or none.
        string text = _text[start.._at];
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            || double.IsInfinity(number)
            || (Math.Abs(number) >= MostWhole && !text.AsSpan().ContainsAny('.', 'e', 'E') && !IsExact(text, number)))
        {
            Note($"the number {Display.Line(text)} is another one to many readers");
        }

        // Such a value keeps the digits as they are written.
        return JsonNode.Parse(text)!;
    }

    private static bool IsExact(string text, double number) =>
        System.Numerics.BigInteger.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        && whole == new System.Numerics.BigInteger(number);

    private void ReadDigits()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        if (_at == start)
        {
            throw Refuse("a value is missing or is none of JSON's");
        }
    }

    private string? ReadNoNumber() =>
        Array.Find(["NaN", "Infinity", "-Infinity"], TryWord);

    private static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw Refuse("it ends too early");

    private bool TryWord(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void Expect(char c)
    {
        if (Peek() != c)
        {
            throw Refuse($"'{c}' is missing");
        }

        _at++;
    }

    private T Ambiguous<T>(T value, string what)
    {
        Note(what);
        return value;
    }

    private void Note(string what) => _ambiguities.Add(Complaint(what));

    private FormatException Refuse(string what) => new(Complaint(what));

    private string Complaint(string what) =>
        $"{what} (line {_text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1})";
}
