using System.Text;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;

namespace Slipway.Core.Dockerfiles;

/// <summary>
/// Writes the instructions that a base brings (<c>ONBUILD</c>) where a builder would carry them out: behind its
/// <c>FROM</c>.
/// </summary>
public static class TriggerText
{
    /// <param name="triggers">The instructions of the base at each of some places; <c>FROM</c>s only.</param>
    /// <returns>UTF-8 bytes.</returns>
    public static ReadOnlyMemory<byte> Insert(
        ExpandedDockerfile dockerfile, IReadOnlyDictionary<ImageReferenceUse, IReadOnlyCollection<string>> triggers)
    {
        string text = Encoding.UTF8.GetString(dockerfile.Content.Span);
        var open = new Queue<ImageReferenceUse>(triggers.Keys.OrderBy(use => use.Offset));
        var result = new StringBuilder(text.Length + 256);
        int copied = 0;
        int bytes = 0;
        foreach (
            var instruction in InstructionScanner
                .Scan(text)
                .Instructions.Where(instruction => instruction.Keyword == "FROM"))
        {
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(copied, instruction.End - copied));
            result.Append(text, copied, instruction.End - copied);
            copied = instruction.End;
            if (open.TryPeek(out var use) && use.Offset < bytes)
            {
                open.Dequeue();
                result.Append(instruction.End > 0 && text[instruction.End - 1] != '\n' ? "\n" : string.Empty);
                foreach (string trigger in triggers[use])
                {
                    result.Append(trigger).Append('\n');
                }
            }
        }

        return Encoding.UTF8.GetBytes(result.Append(text, copied, text.Length - copied).ToString());
    }
}
