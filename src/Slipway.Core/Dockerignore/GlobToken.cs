using System.Collections.Immutable;
using System.Text;

namespace Slipway.Core.Dockerignore;

/// <summary>One step of a compiled glob.</summary>
/// <param name="Kind">What it matches.</param>
/// <param name="Character">The character of a literal.</param>
/// <param name="Ranges">The inclusive ranges of a class.</param>
/// <param name="Negated">Whether the class is of all other characters.</param>
internal sealed record GlobToken(
    GlobTokenKind Kind,
    Rune Character = default,
    ImmutableArray<(Rune Low, Rune High)> Ranges = default,
    bool Negated = false)
{
    /// <summary>Whether a step that takes one character takes this one.</summary>
    public bool Takes(Rune rune) => Kind switch
    {
        GlobTokenKind.Literal => rune == Character,
        GlobTokenKind.AnyCharacter => rune.Value != '/',
        GlobTokenKind.Class => IsInRanges(rune) != Negated,
        _ => false,
    };

    /// <summary>Whether a step that takes many characters may go on after this one.</summary>
    public bool Repeats(Rune rune) => Kind switch
    {
        GlobTokenKind.Star => rune.Value != '/',
        GlobTokenKind.AnyFolders or GlobTokenKind.Everything => true,
        _ => false,
    };

    /// <summary>Whether the step may take nothing at all.</summary>
    public bool IsOptional => Kind is GlobTokenKind.Star or GlobTokenKind.AnyFolders or GlobTokenKind.Everything;

    // Not a query: this is asked for each character of each path.
    private bool IsInRanges(Rune rune)
    {
        foreach (var (low, high) in Ranges)
        {
            if (rune >= low && rune <= high)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What a step of a compiled glob matches.</summary>
internal enum GlobTokenKind
{
    /// <summary>One given character.</summary>
    Literal,

    /// <summary><c>?</c>: one character other than the slash.</summary>
    AnyCharacter,

    /// <summary><c>[…]</c>: one character of a set.</summary>
    Class,

    /// <summary><c>*</c>: any number of characters other than the slash.</summary>
    Star,

    /// <summary><c>**</c> before something else: nothing, or anything that ends with a slash.</summary>
    AnyFolders,

    /// <summary><c>**</c> at the end: anything.</summary>
    Everything,
}
