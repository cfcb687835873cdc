using System.Collections.Immutable;
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
    /// <returns>UTF-8 bytes, and the lines of <paramref name="dockerfile"/> that their lines are from.</returns>
    public static (ReadOnlyMemory<byte> Content, LineOrigins Origins) Insert(
        ExpandedDockerfile dockerfile, IReadOnlyDictionary<ImageReferenceUse, IReadOnlyCollection<string>> triggers)
    {
        string text = Encoding.UTF8.GetString(dockerfile.Content.Span);
        var open = new Queue<ImageReferenceUse>(triggers.Keys.OrderBy(use => use.Offset));
        var result = new StringBuilder(text.Length + 256);
        int copied = 0;
        int bytes = 0;
        var origins = ImmutableArray.CreateBuilder<int>();
        int line = 1;
        foreach (
            var instruction in InstructionScanner
                .Scan(text)
                .Instructions.Where(instruction => instruction.Keyword == "FROM"))
        {
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(copied, instruction.End - copied));
            Copy(instruction.End);
            if (open.TryPeek(out var use) && use.Offset < bytes)
            {
                open.Dequeue();
                if (text[instruction.End - 1] != '\n')
                {
                    result.Append('\n');
                    origins.Add(line++);
                }

                foreach (string trigger in triggers[use])
                {
                    result.Append(trigger).Append('\n');
                    // They are the FROM's, whose last line is the one before.
                    origins.AddRange(Enumerable.Repeat(line - 1, trigger.Count(c => c == '\n') + 1));
                }
            }
        }

        Copy(text.Length);
        origins.Add(line);
        return (Encoding.UTF8.GetBytes(result.ToString()), new LineOrigins(origins.DrainToImmutable()));

        void Copy(int end)
        {
            result.Append(text, copied, end - copied);
            for (int i = text.AsSpan(copied, end - copied).Count('\n'); i > 0; i--)
            {
                origins.Add(line++);
            }

            copied = end;
        }
    }
}
