namespace Slipway.Core.Dockerfiles;

/// <summary>Finds where in a Dockerfile on disk a reference of the expanded one stands.</summary>
public static class DiskPlace
{
    /// <param name="onDisk">The bytes of the file.</param>
    /// <param name="expanded">What it was expanded to.</param>
    /// <param name="use">The reference.</param>
    /// <returns>
    /// The offset in bytes; null when the line was changed on the way, so that what stands there is not what was written.
    /// </returns>
    public static int? Find(ReadOnlyMemory<byte> onDisk, ExpandedDockerfile expanded, ImageReferenceUse use)
    {
        // A variable, or a reference over several lines: what is written is not the reference.
        if (use.Written != use.Resolved || !TryFindLine(onDisk.Span, use.Location.Line, out int diskStart))
        {
            return null;
        }

        var text = expanded.Content.Span;
        int start = text[..use.Offset].LastIndexOf((byte)'\n') + 1;
        return Line(onDisk.Span[diskStart..]).SequenceEqual(Line(text[start..]))
            ? diskStart + use.Offset - start
            : null;
    }

    private static bool TryFindLine(ReadOnlySpan<byte> text, int line, out int start)
    {
        start = 0;
        for (int passed = 1; passed < line; passed++)
        {
            int newline = text[start..].IndexOf((byte)'\n');
            if (newline < 0)
            {
                return false;
            }

            start += newline + 1;
        }

        return line > 0;
    }

    /// <summary>The first line without its end, which the taskgraph scheme changes.</summary>
    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text)
    {
        int newline = text.IndexOf((byte)'\n');
        return (newline < 0 ? text : text[..newline]).TrimEnd((byte)'\r');
    }
}
