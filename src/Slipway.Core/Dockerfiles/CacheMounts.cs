using System.Text;

namespace Slipway.Core.Dockerfiles;

/// <summary>
/// Keeps the cache mounts of a Dockerfile (<c>RUN --mount=type=cache</c>) to builds of one kind. An engine keeps their
/// content across all builds on the machine, whatever is said about its build cache.
/// </summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#run---mounttypecache</remarks>
public static class CacheMounts
{
    /// <summary>Gives every cache mount an id of its own.</summary>
    /// <param name="dockerfile">An expanded Dockerfile, UTF-8.</param>
    /// <param name="idOf">
    /// The new id for what tells one cache from another, the id or else the target as written: letters and digits, which builds of
    /// other scopes cannot name.
    /// </param>
    /// <returns>
    /// The Dockerfile, a field <c>id=</c> added to these mounts and all else as it was: of several ids the last one counts.
    /// </returns>
    public static ReadOnlyMemory<byte> Isolate(ReadOnlyMemory<byte> dockerfile, Func<string, string> idOf)
    {
        string text = Encoding.UTF8.GetString(dockerfile.Span);
        var (instructions, escape, _) = InstructionScanner.Scan(text);
        var result = new StringBuilder(text.Length + 256);
        int copied = 0;
        foreach (var run in instructions.Where(instruction => instruction.Keyword == "RUN"))
        {
            foreach (var flag in BuilderFlag.Read(run, escape).Flags)
            {
                if (IdentityOf(flag) is { } identity)
                {
                    int end = run.Line.SourceOf(flag.Positions[^1]) + 1;
                    result.Append(text, copied, end - copied).Append($",id={idOf(identity)}");
                    copied = end;
                }
            }
        }

        return copied == 0
            ? dockerfile
            : Encoding.UTF8.GetBytes(result.Append(text, copied, text.Length - copied).ToString());
    }

    /// <summary>Whether a Dockerfile mounts a cache, or may.</summary>
    public static bool AreIn(ReadOnlyMemory<byte> dockerfile)
    {
        bool found = false;
        Isolate(dockerfile, identity =>
        {
            found = true;
            return identity;
        });
        return found;
    }

    /// <summary>Whether a flag mounts a cache, or may.</summary>
    internal static bool IsCache(BuilderFlag flag) => IdentityOf(flag) is not null;

    /// <summary>What tells one cache from another: the id, else the target; null for any other flag.</summary>
    private static string? IdentityOf(BuilderFlag flag)
    {
        if (!flag.TryGetValue("mount", out int start))
        {
            return null;
        }

        string? id = null;
        string? target = null;
        bool isCache = false;
        foreach (string field in Fields(flag.Text[start..]))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? field : field[..equals];
            string value = equals < 0 ? string.Empty : field[(equals + 1)..];
            switch (key.ToUpperInvariant())
            {
                case "TYPE":
                    // A type that a variable gives may be a cache. If it is a secret, the build fails: safe, and nobody does it.
                    // Of several types the first one counts to Buildah, the last one to BuildKit.
                    isCache |= value.Equals("cache", StringComparison.OrdinalIgnoreCase) || value.Contains('$');
                    break;
                case "ID":
                    id = value;
                    break;
                case "TARGET" or "DST" or "DESTINATION":
                    target = value;
                    break;
            }
        }

        // Without either BuildKit mounts it over the working directory, and its id is one that all such mounts have.
        return !isCache ? null : string.IsNullOrEmpty(id) ? target ?? string.Empty : id;
    }

    /// <summary>The fields of a line of comma-separated values (RFC 4180), in which a quoted field may hold commas.</summary>
    internal static List<string> Fields(string line)
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
