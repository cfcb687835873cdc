namespace Slipway.JsonE.Times;

/// <summary>Reads digits and the signs between them, from left to right.</summary>
internal ref struct DigitReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Takes a character, as a small or a large letter; false when another one is there.</summary>
    public bool Take(char character)
    {
        if (_rest.IsEmpty || char.ToUpperInvariant(_rest[0]) != character)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    /// <summary>A number with exactly so many digits; null when there are fewer.</summary>
    public int? Number(int digits)
    {
        if (_rest.Length < digits || _rest[..digits].ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        int number = int.Parse(_rest[..digits]);
        _rest = _rest[digits..];
        return number;
    }

    /// <summary>The first three digits of a fraction, those that are missing being zeros; null without any.</summary>
    public int? Thousandths()
    {
        int number = 0;
        int weight = 100;
        bool any = false;
        while (!_rest.IsEmpty && char.IsAsciiDigit(_rest[0]))
        {
            number += (_rest[0] - '0') * weight;
            weight /= 10;
            any = true;
            _rest = _rest[1..];
        }

        return any ? number : null;
    }
}
