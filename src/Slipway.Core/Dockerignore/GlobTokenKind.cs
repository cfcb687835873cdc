namespace Slipway.Core.Dockerignore;

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
