namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>The parts of <c>FROM [--platform=…] image [AS stage]</c>.</summary>
/// <param name="ImageStart">Where the image begins in the instruction's text; its end when there is none.</param>
/// <param name="Image">The image as written; empty when there is none.</param>
/// <param name="Stage">The stage's name, or null.</param>
internal sealed record FromLine(int ImageStart, string Image, string? Stage)
{
    public static FromLine Read(Instruction instruction, char escape)
    {
        string text = instruction.Text;
        int start = BuilderFlag.Read(instruction, escape).Remainder;
        int end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        string[] rest = text[end..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        bool isNamed = rest.Length == 2 && rest[0].Equals("as", StringComparison.OrdinalIgnoreCase);
        return new FromLine(start, text[start..end], isNamed ? rest[1] : null);
    }
}
