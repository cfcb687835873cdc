using System.Text.RegularExpressions;

namespace Slipway.Model.Values;

/// <summary>The name of an image of the tree: a repository path component, at most 128 characters.</summary>
/// <remarks>
/// The grammar is that of one component of a repository name in the OCI distribution specification
/// (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests), because the name
/// becomes part of tags, index namespaces and registry paths.
/// </remarks>
public readonly partial record struct ImageName : IComparable<ImageName>
{
    public const int MaximumLength = 128;

    private readonly string? _value;

    private ImageName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An image name was never given a value.");

    /// <exception cref="FormatException">The text is not a valid name.</exception>
    public static ImageName Parse(string text) =>
        TryParse(text, out var name)
            ? name
            : throw new FormatException($"'{text}' is not an image name: {Grammar}.");

    /// <summary>What a name may be, in words for an error's remedy.</summary>
    public const string Grammar = "lower-case letters and digits, with '.', '_', '__' or '-' between them";

    public static bool TryParse(string? text, out ImageName name)
    {
        name = default;
        if (text is null || text.Length > MaximumLength || !Pattern().IsMatch(text))
        {
            return false;
        }

        name = new ImageName(text);
        return true;
    }

    public int CompareTo(ImageName other) => string.CompareOrdinal(_value, other._value);

    public override string ToString() => Value;

    public static bool operator <(ImageName left, ImageName right) => left.CompareTo(right) < 0;

    public static bool operator >(ImageName left, ImageName right) => left.CompareTo(right) > 0;

    public static bool operator <=(ImageName left, ImageName right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ImageName left, ImageName right) => left.CompareTo(right) >= 0;

    [GeneratedRegex(
        @"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
