using System.Text.RegularExpressions;

namespace Slipway.Model.Values;

/// <summary>A dotted name of the index, such as <c>gecko.cache.level-3.docker.v2.base.latest</c>.</summary>
/// <remarks>
/// The grammar and the limit of 255 characters are those of Taskcluster's Index service, so that a namespace of the
/// embedded index is one there too.
/// </remarks>
public readonly partial record struct IndexNamespace : IComparable<IndexNamespace>
{
    public const int MaximumLength = 255;

    private readonly string? _value;

    private IndexNamespace(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A namespace was never given a value.");

    /// <exception cref="FormatException">The text is not a namespace.</exception>
    public static IndexNamespace Parse(string text) =>
        TryParse(text, out var ns)
            ? ns
            : throw new FormatException(
                $"'{text}' is not a namespace: names of letters, digits and -_!~*'()% with dots between, "
                + $"{MaximumLength} characters at most.");

    public static bool TryParse(string? text, out IndexNamespace ns)
    {
        ns = default;
        if (text is null || text.Length > MaximumLength || !Pattern().IsMatch(text))
        {
            return false;
        }

        ns = new IndexNamespace(text);
        return true;
    }

    public int CompareTo(IndexNamespace other) => string.CompareOrdinal(_value, other._value);

    public override string ToString() => Value;

    public static bool operator <(IndexNamespace left, IndexNamespace right) => left.CompareTo(right) < 0;

    public static bool operator >(IndexNamespace left, IndexNamespace right) => left.CompareTo(right) > 0;

    public static bool operator <=(IndexNamespace left, IndexNamespace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IndexNamespace left, IndexNamespace right) => left.CompareTo(right) >= 0;

    [GeneratedRegex(
        @"\A[a-zA-Z0-9_!~*'()%-]+(?:\.[a-zA-Z0-9_!~*'()%-]+)*\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
