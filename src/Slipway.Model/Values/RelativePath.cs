using System.Diagnostics.CodeAnalysis;

namespace Slipway.Model.Values;

/// <summary>A path below a root: components separated by <c>/</c>, none of them empty, <c>.</c> or <c>..</c>.</summary>
/// <remarks>The default value is the root itself. Ordered by the UTF-8 bytes of the text.</remarks>
public readonly record struct RelativePath : IComparable<RelativePath>
{
    private readonly string? _value;

    private RelativePath(string value) => _value = value;

    /// <summary>The root itself.</summary>
    public static RelativePath Root => default;

    public string Value => _value ?? string.Empty;

    public bool IsRoot => string.IsNullOrEmpty(_value);

    /// <summary>The last component; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folder that holds it; the root for a single component and for the root.</summary>
    public RelativePath Parent => Value.LastIndexOf('/') is >= 0 and var slash ? new(Value[..slash]) : Root;

    /// <summary>Normalises <c>.</c>, <c>..</c>, doubled and trailing slashes, and refuses to leave the root.</summary>
    /// <returns>False for an absolute path, one that leads outside the root, and one with a NUL.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out RelativePath? path)
    {
        path = null;
        if (text.StartsWith('/') || text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        var components = new List<string>();
        foreach (string component in text.Split('/'))
        {
            switch (component)
            {
                case "" or ".":
                    break;
                case ".." when components.Count == 0:
                    return false;
                case "..":
                    components.RemoveAt(components.Count - 1);
                    break;
                default:
                    components.Add(component);
                    break;
            }
        }

        path = new RelativePath(string.Join('/', components));
        return true;
    }

    /// <exception cref="FormatException">The text is absolute or leads outside the root.</exception>
    public static RelativePath Parse(string text) =>
        TryParse(text, out var path)
            ? path.Value
            : throw new FormatException($"'{text}' is not a path below the root.");

    /// <summary>Appends one component that a directory listing gave.</summary>
    public RelativePath Child(string name) => new(IsRoot ? name : $"{Value}/{name}");

    /// <summary>Appends a whole path.</summary>
    public RelativePath Join(RelativePath other) =>
        other.IsRoot ? this : new(IsRoot ? other.Value : $"{Value}/{other.Value}");

    /// <summary>Whether this is <paramref name="folder"/> or lies below it; whole components are compared.</summary>
    public bool IsIn(RelativePath folder) =>
        folder.IsRoot
        || (Value.StartsWith(folder.Value, StringComparison.Ordinal)
            && (Value.Length == folder.Value.Length || Value[folder.Value.Length] == '/'));

    public int CompareTo(RelativePath other) => Utf8Order.Compare(Value, other.Value);

    public bool Equals(RelativePath other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    public override string ToString() => IsRoot ? "." : Value;

    public static bool operator <(RelativePath left, RelativePath right) => left.CompareTo(right) < 0;

    public static bool operator >(RelativePath left, RelativePath right) => left.CompareTo(right) > 0;

    public static bool operator <=(RelativePath left, RelativePath right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RelativePath left, RelativePath right) => left.CompareTo(right) >= 0;
}
