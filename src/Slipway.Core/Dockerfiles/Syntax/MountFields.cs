using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>The fields of <c>RUN --mount=…</c>; of a field that is there twice the last one.</summary>
internal sealed class MountFields
{
    private MountFields(string fields)
    {
        foreach (string field in Split(fields))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string value = equals < 0 ? string.Empty : field[(equals + 1)..];
            switch ((equals < 0 ? field : field[..equals]).ToUpperInvariant())
            {
                case "TYPE":
                    Types.Add(value);
                    break;
                case "ID":
                    Id = value;
                    break;
                case "SOURCE" or "SRC":
                    Source = value;
                    break;
                case "TARGET" or "DST" or "DESTINATION":
                    Target = value;
                    break;
                case "ENV":
                    HasVariable = true;
                    break;
            }
        }
    }

    /// <summary>
    /// Every type that is written, in order: the first one counts to Buildah, the last one to BuildKit.
    /// </summary>
    public List<string> Types { get; } = [];

    public string? Id { get; }

    public string? Source { get; }

    public string? Target { get; }

    /// <summary>
    /// Whether a secret's value goes into a variable of the step, and into a file only when a target says which.
    /// </summary>
    public bool HasVariable { get; }

    /// <returns>Null for any other flag.</returns>
    public static MountFields? Of(BuilderFlag flag) =>
        flag.TryGetValue("mount", out int start) ? new MountFields(flag.Text[start..]) : null;

    /// <summary>Adds fields behind the mounts of a Dockerfile, and leaves all else as it is.</summary>
    /// <param name="dockerfile">An expanded Dockerfile, UTF-8.</param>
    /// <param name="fieldsFor">The fields with a comma before each; null for a mount that stays as it is.</param>
    public static ReadOnlyMemory<byte> Append(ReadOnlyMemory<byte> dockerfile, Func<MountFields, string?> fieldsFor)
    {
        string text = Encoding.UTF8.GetString(dockerfile.Span);
        var (instructions, escape, _) = InstructionScanner.Scan(text);
        var result = new StringBuilder(text.Length + 256);
        int copied = 0;
        foreach (var run in instructions.Where(instruction => instruction.Keyword == "RUN"))
        {
            foreach (var flag in BuilderFlag.Read(run, escape).Flags)
            {
                if (Of(flag) is { } mount && fieldsFor(mount) is { } fields)
                {
                    int end = run.Line.SourceOf(flag.Positions[^1]) + 1;
                    result.Append(text, copied, end - copied).Append(fields);
                    copied = end;
                }
            }
        }

        return copied == 0
            ? dockerfile
            : Encoding.UTF8.GetBytes(result.Append(text, copied, text.Length - copied).ToString());
    }

    /// <summary>
    /// The fields of a line of comma-separated values (RFC 4180), in which a quoted field may hold commas.
    /// </summary>
    private static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
