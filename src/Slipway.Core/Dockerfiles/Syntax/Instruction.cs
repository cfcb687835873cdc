namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>An instruction of a Dockerfile.</summary>
/// <param name="Keyword">In upper case.</param>
/// <param name="Text">The whole joined line, without what its here-documents hold.</param>
/// <param name="ArgumentsStart">Where in <paramref name="Text"/> the part after the keyword begins.</param>
/// <param name="Line">Leads back to the places in the file.</param>
internal sealed record Instruction(string Keyword, string Text, int ArgumentsStart, LogicalLine Line)
{
    public ReadOnlySpan<char> Arguments => Text.AsSpan(ArgumentsStart);

    /// <summary>Where its first line begins in the text that was scanned.</summary>
    public int Start { get; init; }

    /// <summary>Where what its here-documents hold begins; the same as <see cref="End"/> when there is none.</summary>
    public int BodyStart { get; init; }

    /// <summary>Behind its last line, here-documents included.</summary>
    public int End { get; init; }

    public bool HasHeredoc { get; init; }
}
