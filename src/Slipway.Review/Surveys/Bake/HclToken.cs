namespace Slipway.Review.Surveys.Bake;

/// <summary>A word of an HCL file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; of a string what is between the quotes, escapes as they are.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct HclToken(HclKind Kind, string Text, int Line, int Column)
{
    public bool Is(string mark) => Kind == HclKind.Mark && Text == mark;
}

/// <summary>What a word of an HCL file is.</summary>
internal enum HclKind
{
    Word,
    Number,
    Text,

    /// <summary>A heredoc, whose text knows no escapes with a backslash.</summary>
    Heredoc,

    Mark,
    LineEnd,
    End,
}

/// <summary>An HCL file that cannot be read.</summary>
internal sealed class HclException(string message, int line, int column) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
