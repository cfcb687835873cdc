using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>
/// Writes a Dockerfile so that every builder reads the instructions in it that Slipway has read: one line each, no
/// comments, no directives but those that count.
/// </summary>
/// <remarks>
/// Builders differ in what continues a line, in where comments may stand and in which directives they look at: Buildah
/// takes <c>\\</c> at the end of a line for one that goes on, and no <c>escape</c> behind <c>syntax</c>. Instructions
/// keep their line numbers, which builders tell in their errors.
/// </remarks>
public static class PlainDockerfile
{
    /// <param name="dockerfile">An expanded Dockerfile, UTF-8, without doubts.</param>
    /// <param name="keepsFrontend">Whether the directive <c># syntax=</c> stays.</param>
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> dockerfile, bool keepsFrontend)
    {
        string text = Encoding.UTF8.GetString(dockerfile.Span);
        var (instructions, escape, frontend) = InstructionScanner.Scan(text);
        var plain = new StringBuilder(text.Length);
        int line = 0;
        if (escape != '\\')
        {
            AppendLine($"# escape={escape}");
        }

        if (keepsFrontend && frontend is not null)
        {
            AppendLine($"# syntax={frontend.Image}");
        }

        int counted = 0;
        int sourceLine = 0;
        foreach (var instruction in instructions)
        {
            sourceLine += text.AsSpan(counted, instruction.Start - counted).Count('\n');
            counted = instruction.Start;
            for (; line < sourceLine; line++)
            {
                plain.Append('\n');
            }

            AppendLine(instruction.Text.AsSpan().Trim());
            var body = text.AsSpan(
                instruction.BodyStart, instruction.HasHeredoc ? instruction.End - instruction.BodyStart : 0);
            plain.Append(body);
            line += body.Count('\n');
            if (!body.IsEmpty && body[^1] != '\n')
            {
                plain.Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(plain.ToString());

        void AppendLine(ReadOnlySpan<char> content)
        {
            plain.Append(content).Append('\n');
            line++;
        }
    }
}
