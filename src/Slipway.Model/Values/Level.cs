using System.Globalization;

namespace Slipway.Model.Values;

/// <summary>How trusted the branch is that a build came from: 1 (anybody's push) to 3 (release branches).</summary>
public readonly record struct Level : IComparable<Level>
{
    /// <summary>Anybody's push. Also what a project gets that the configuration does not name.</summary>
    public static readonly Level Lowest = new(1);

    /// <summary>Release and main branches.</summary>
    public static readonly Level Highest = new(3);

    private readonly byte _value;

    private Level(int value) => _value = (byte)value;

    public int Value => _value == 0 ? Lowest._value : _value;

    /// <exception cref="ArgumentOutOfRangeException">The value is not 1, 2 or 3.</exception>
    public static Level From(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 3);
        return new Level(value);
    }

    public static bool TryParse(string? text, out Level level)
    {
        level = default;
        if (text is not ("1" or "2" or "3"))
        {
            return false;
        }

        level = new Level(text[0] - '0');
        return true;
    }

    /// <summary>The levels whose images this level may use: from the highest down to itself, never below.</summary>
    public IEnumerable<Level> TrustedLevels()
    {
        for (int value = Highest.Value; value >= Value; value--)
        {
            yield return new Level(value);
        }
    }

    public int CompareTo(Level other) => Value.CompareTo(other.Value);

    public bool Equals(Level other) => Value == other.Value;

    public override int GetHashCode() => Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(Level left, Level right) => left.CompareTo(right) < 0;

    public static bool operator >(Level left, Level right) => left.CompareTo(right) > 0;

    public static bool operator <=(Level left, Level right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Level left, Level right) => left.CompareTo(right) >= 0;
}
