namespace Slipway.Core.Edges;

/// <summary>A reference that could be meant for an image of the tree: no registry, no owner and no digest.</summary>
/// <param name="Name">The name.</param>
/// <param name="Tag">What follows the colon; null when there is none.</param>
internal readonly record struct BareName(string Name, string? Tag)
{
    /// <returns>Null for every other reference.</returns>
    public static BareName? Of(string reference)
    {
        if (reference.AsSpan().IndexOfAny('/', '@') >= 0)
        {
            return null;
        }

        int colon = reference.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new BareName(reference, null)
            : colon > 0 ? new BareName(reference[..colon], reference[(colon + 1)..])
            : null;
    }
}
