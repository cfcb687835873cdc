namespace Slipway.Model.Values;

/// <summary>One change to the bytes of a file.</summary>
/// <param name="Offset">Where the bytes that go begin.</param>
/// <param name="Length">How many go; 0 for an insertion.</param>
/// <param name="Replacement">What comes in their place.</param>
public sealed record ByteEdit(int Offset, int Length, ReadOnlyMemory<byte> Replacement)
{
    /// <summary>The bytes with the edits made, and every other byte as it was.</summary>
    /// <exception cref="ArgumentException">Two edits overlap, or one lies outside.</exception>
    public static byte[] Apply(ReadOnlyMemory<byte> content, IEnumerable<ByteEdit> edits)
    {
        var result = new MemoryStream(content.Length + 256);
        int copied = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Offset))
        {
            if (edit.Offset < copied || edit.Offset + edit.Length > content.Length)
            {
                throw new ArgumentException(
                    $"The edit at {edit.Offset} overlaps another one, or lies outside.", nameof(edits));
            }

            result.Write(content.Span[copied..edit.Offset]);
            result.Write(edit.Replacement.Span);
            copied = edit.Offset + edit.Length;
        }

        result.Write(content.Span[copied..]);
        return result.ToArray();
    }
}
