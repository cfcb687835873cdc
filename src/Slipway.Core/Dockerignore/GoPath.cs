namespace Slipway.Core.Dockerignore;

/// <summary>What Docker's pattern rules take from Go's <c>path/filepath</c>.</summary>
internal static class GoPath
{
    /// <summary>
    /// Go's <c>filepath.Clean</c> on Unix: the shortest path that means the same, without looking at the disk.
    /// </summary>
    /// <remarks>https://pkg.go.dev/path/filepath#Clean</remarks>
    public static string Clean(string path)
    {
        bool rooted = path.StartsWith('/');
        var kept = new List<string>();
        foreach (string component in path.Split('/'))
        {
            if (component is "" or ".")
            {
                continue;
            }

            if (component != "..")
            {
                kept.Add(component);
            }
            else if (kept.Count > 0 && kept[^1] != "..")
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (!rooted)
            {
                kept.Add(component);
            }
        }

        string joined = string.Join('/', kept);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    /// <summary>Whether Go's <c>filepath.Match</c> would accept a pattern.</summary>
    /// <remarks>https://pkg.go.dev/path/filepath#Match</remarks>
    public static bool IsPattern(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                if (++i == pattern.Length)
                {
                    return false;
                }
            }
            else if (pattern[i] == '[')
            {
                i = ClassEnd(pattern, i);
                if (i < 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The index of the bracket that closes a class, or -1 when it is not well formed.</summary>
    public static int ClassEnd(string pattern, int open)
    {
        int i = open + 1;
        if (i < pattern.Length && pattern[i] == '^')
        {
            i++;
        }

        for (int ranges = 0; i < pattern.Length; ranges++)
        {
            if (pattern[i] == ']' && ranges > 0)
            {
                return i;
            }

            if (!SkipCharacter(pattern, ref i) || i >= pattern.Length)
            {
                return -1;
            }

            if (pattern[i] == '-')
            {
                i++;
                if (!SkipCharacter(pattern, ref i))
                {
                    return -1;
                }
            }
        }

        return -1;
    }

    private static bool SkipCharacter(string pattern, ref int i)
    {
        if (i >= pattern.Length || pattern[i] is '-' or ']')
        {
            return false;
        }

        if (pattern[i] == '\\' && ++i == pattern.Length)
        {
            return false;
        }

        i += char.IsHighSurrogate(pattern[i]) ? 2 : 1;
        return true;
    }
}
