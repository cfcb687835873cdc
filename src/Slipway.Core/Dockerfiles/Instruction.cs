namespace Slipway.Core.Dockerfiles;

/// <summary>An instruction of a Dockerfile.</summary>
/// <param name="Keyword">In upper case.</param>
/// <param name="Text">The whole joined line.</param>
/// <param name="ArgumentsStart">Where in <paramref name="Text"/> the part after the keyword begins.</param>
/// <param name="Line">Leads back to the places in the file.</param>
internal sealed record Instruction(string Keyword, string Text, int ArgumentsStart, LogicalLine Line)
{
    public ReadOnlySpan<char> Arguments => Text.AsSpan(ArgumentsStart);
}
